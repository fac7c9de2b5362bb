// What was typed into the search box: the beginning of a case number, or whose cases are meant.
export type Search = { kind: 'number'; text: string } | { kind: 'id_number'; text: string } | { kind: 'phone'; text: string }

const CITIZEN = /^\d{17}[\dX]$/
const PHONE = /^(1\d{10}|0\d{9,11})$/

/** Null where nothing was typed. Blanks and hyphens inside numbers do not matter. */
export function understood(typed: string): Search | null {
  const text = typed.trim()
  if (!text) return null
  const plain = text.replace(/[\s-]/g, '').toUpperCase()
  if (CITIZEN.test(plain)) return { kind: 'id_number', text: plain }
  if (PHONE.test(plain)) return { kind: 'phone', text: plain }
  return { kind: 'number', text }
}
