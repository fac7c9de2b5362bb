// Days and hours of appointments, in Beijing time wherever the browser stands.
const ZONE = 'Asia/Shanghai'
const day = new Intl.DateTimeFormat('sv-SE', { timeZone: ZONE })
const hour = new Intl.DateTimeFormat('zh-CN', { timeZone: ZONE, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })

export const dayOf = (moment: string | Date) => day.format(new Date(moment))
export const clockOf = (moment: string) => hour.format(new Date(moment))

/** A day later or earlier: 2026-03-01 and -1 give 2026-02-28. */
export function shifted(date: string, days: number): string {
  const at = new Date(`${date}T00:00:00Z`)
  at.setUTCDate(at.getUTCDate() + days)
  return at.toISOString().slice(0, 10)
}

/** Monday to Sunday of the week of a day. */
export function weekOf(date: string): string[] {
  const weekday = (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7
  return Array.from({ length: 7 }, (_, at) => shifted(date, at - weekday))
}

export interface Taken {
  id: number
  starts_at: string
  ends_at: string
  bookings: { room: number | null; officer: number | null; dropped: boolean }[]
}

/** Appointments that claim the same room or officer at the same time, by key. */
export function clashing(rows: Taken[]): Set<number> {
  const claims = (one: Taken) =>
    new Set(one.bookings.filter((each) => !each.dropped).flatMap((each) => [each.room && `r${each.room}`, each.officer && `o${each.officer}`]).filter(Boolean))
  const found = new Set<number>()
  for (const [at, one] of rows.entries())
    for (const other of rows.slice(at + 1)) {
      const overlap = Date.parse(one.starts_at) < Date.parse(other.ends_at) && Date.parse(other.starts_at) < Date.parse(one.ends_at)
      if (overlap && [...claims(one)].some((claim) => claims(other).has(claim))) found.add(one.id).add(other.id)
    }
  return found
}
