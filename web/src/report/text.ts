// The text of a report as the editor needs it. Pure: nothing here asks the service.
import type { Schemas } from '../api/client'

export type Body = Schemas['ReportBody'] & { month?: number }
export type Part = Schemas['Part']
export type Slot = Schemas['SlotState']

/** A part as it is written into one field: a line for each paragraph. */
export const textOf = (part: Pick<Part, 'paragraphs'>): string =>
  part.paragraphs.map((paragraph) => paragraph.runs.map((run) => run.text).join('')).join('\n')

/** What was typed and is not what is stored, by place. */
export function unsaved(stored: Record<string, string>, typed: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(typed).filter(([place, text]) => text.trim() !== (stored[place] ?? '').trim()),
  )
}

/** Pasted text comes with blanks of the page it was copied from. */
export const pasted = (text: string): string =>
  text.replace(/\r\n?/g, '\n').replace(/[\u200b\ufeff]/g, '').replace(/[\u00a0\u3000\t ]+$/gm, '').replace(/\n{2,}/g, '\n').trim()

export interface Piece {
  text: string
  change: 'same' | 'gone' | 'new'
}

/** A sentence or half of one: what a reader compares. */
const pieces = (text: string): string[] => text.match(/[^，。；：\n]+[，。；：\n]?|[，。；：\n]/g) ?? []

/** What one text says and the other does not, in the order of reading. */
export function compare(was: string, is: string): Piece[] {
  const [old, now] = [pieces(was), pieces(is)]
  const long = longest(old, now)
  const found: Piece[] = []
  let [at, to] = [0, 0]
  const say = (text: string, change: Piece['change']) => {
    const last = found.at(-1)
    if (last?.change === change) last.text += text
    else found.push({ text, change })
  }
  while (at < old.length || to < now.length) {
    if (at < old.length && to < now.length && old[at] === now[to]) {
      say(old[at++], 'same')
      to++
    } else if (to >= now.length || (at < old.length && long[at + 1][to] >= long[at][to + 1])) say(old[at++], 'gone')
    else say(now[to++], 'new')
  }
  return found
}

/** Of the rest from each place on: how many pieces both have in common. */
function longest(old: string[], now: string[]): number[][] {
  const table = Array.from({ length: old.length + 1 }, () => new Array<number>(now.length + 1).fill(0))
  for (let at = old.length - 1; at >= 0; at--)
    for (let to = now.length - 1; to >= 0; to--)
      table[at][to] = old[at] === now[to] ? table[at + 1][to + 1] + 1 : Math.max(table[at + 1][to], table[at][to + 1])
  return table
}

/** Where what is behind a printed figure is asked for; null where nothing can be listed. */
export function behind(figure: Schemas['PrintedFigure'], body: Body): { cases?: Asked; entries?: Asked } | null {
  const about = { unit: body.unit.code, from: body.start, to: body.cutoff }
  const { kind, code } = figure.source
  if (kind === 'indicator') return { cases: { indicator: code, ...about } }
  if (kind === 'kind') return { cases: { indicator: 'registered', by: 'kind_major', key: code, ...about } }
  if (kind === 'activity') return { entries: { kind: figure.numerator_measure, ...about } }
  return null
}
export type Asked = Record<string, string>

/** What still has to be written before the report may be submitted. */
export const lacking = (slots: Slot[]): Slot[] => slots.filter((slot) => slot.required && slot.missing)

/** Which part a place of the whole text stands in; places count characters, as the linter does. */
export function partsAt(text: string, parts: Part[]): (offset: number) => string {
  let from = 0
  const starts = parts.map((part) => {
    const begin = part.number + part.heading || textOf(part).split('\n')[0]
    const at = begin ? text.indexOf(begin, from) : -1
    if (at >= 0) from = at + begin.length
    return { code: part.code, at: at < 0 ? -1 : [...text.slice(0, at)].length }
  })
  return (offset) => starts.filter((one) => one.at >= 0 && one.at <= offset).at(-1)?.code ?? parts[0]?.code ?? ''
}
