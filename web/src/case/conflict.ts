// What changed under an open form: what was read, what it is now, what the officer entered.
import type { Field, Values } from '../api/forms'

export interface Difference {
  label: string
  mine: string
  seen: string
  now: string
}

/** Names of what stands on a case beside the fields of the form. */
const NAMES: Record<string, string> = {
  state_name: '状态', track_name: '办理途径', responsible_name: '责任民警', risk_level: '风险等级', resolved_on: '化解日期', kind_name: '纠纷类型',
  parties: '当事人', sessions: '调解', agreements: '协议', hearings: '听证', referrals: '移交', follow_ups: '回访', reviews: '审核',
  notices: '告知', evidence: '证据', findings: '案情认定', appraisals: '鉴定',
}

function said(field: Field | undefined, value: unknown): string {
  if (value === null || value === undefined || value === '') return '（空）'
  if (typeof value === 'boolean') return value ? '是' : '否'
  if (Array.isArray(value)) return `${value.length}项`
  if (typeof value === 'object') return '有内容'
  return field?.choices?.find((one) => one.code === value)?.name ?? String(value)
}

const same = (one: unknown, other: unknown) => JSON.stringify(one ?? '') === JSON.stringify(other ?? '')

/** Names of what the form took from the record and the officer has left as it was. */
const untouched = (mine: Values, given: Values, seen: Values) =>
  new Set(Object.keys(seen).filter((name) => name in given && same(given[name], seen[name]) && same(mine[name], given[name])))

/** What is not as the form began with it; null where something was taken out. */
export function touched(mine: Values, given: Values): Values {
  const changed = Object.keys({ ...given, ...mine }).filter((name) => !same(mine[name], given[name]))
  return Object.fromEntries(changed.map((name) => [name, mine[name] ?? null]))
}

/** What was typed stays; what was left as it was follows what somebody else has saved. */
export function merged(mine: Values, given: Values, seen: Values, now: Values): Values {
  const left = [...untouched(mine, given, seen)].filter((name) => name in now)
  return { ...mine, ...Object.fromEntries(left.map((name) => [name, now[name]])) }
}

/** Everything with a Chinese name that is not as it was read. Lists are compared whole. `given` is
 * what the form began with. */
export function differences(fields: Field[], mine: Values, given: Values, seen: Values, now: Values): Difference[] {
  const left = untouched(mine, given, seen)
  const byName = new Map(fields.map((field) => [field.name, field]))
  return Object.keys(now)
    .filter((name) => byName.has(name) || name in NAMES)
    .filter((name) => !same(now[name], seen[name]))
    .map((name) => {
      const field = byName.get(name)
      return {
        label: field?.label ?? NAMES[name],
        mine: left.has(name) ? '未改动，用现在的' : name in mine ? said(field, mine[name]) : '—',
        seen: said(field, seen[name]),
        now: said(field, now[name]),
      }
    })
}
