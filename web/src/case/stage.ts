// The form of one stage of a hearing: what the dictionaries say it must record, with its lists.
import type { Schemas } from '../api/client'
import type { Field, Values } from '../api/forms'
import type { Case } from './actions'
import { nameOf } from '../dictionary'

export type StageEntry = Schemas['StageEntry']
type Hearing = Case['hearings'][number]

const YES_NO = new Set(['identity_checked', 'rights_told', 'discipline_read', 'read_out', 'remedies_told', 'in_case_area'])
const DAY = new Set(['served_on', 'scheduled_on'])
const OUTCOMES = ['agreed', 'not_agreed']
/** What may be recorded beside what must. */
const MORE: Record<string, [string, string][]> = {
  notice: [['scheduled_time', '预定时间（时:分）']],
  opening: [['facts_found', '查明的事实'], ['recording', '录音录像编号'], ['second_officer', '另一名民警'], ['in_case_area', '在执法办案场所进行'], ['second_reason', '再次调解事由']],
  evidence: [['none', '没有证据的说明']],
  conclusion: [['remedies_told', '未达成的：已告知其他救济途径']],
}
const LISTED: Record<string, string[]> = {
  notice: ['attendance'], opening: ['attendance', 'consents', 'began_at'], conclusion: ['ended_at'], follow_up: ['follow_up'],
}
const SECOND = [{ code: 'police', name: '公安机关认为有必要' }, { code: 'party', name: '当事人申请' }]

function recorded(name: string, label: string, required: boolean): Field {
  const field: Field = { name, label, type: 'string', required }
  if (YES_NO.has(name)) return { ...field, type: 'boolean', required: false }
  if (DAY.has(name)) return { ...field, format: 'date' }
  if (name === 'second_officer') return { ...field, type: 'integer' }
  if (name === 'second_reason') return { ...field, choices: SECOND }
  if (name === 'outcome') return { ...field, choices: OUTCOMES.map((code) => ({ code, name: nameOf('session_outcomes', code) })) }
  return { ...field, free: true, most: ['approved_by', 'place', 'recording', 'scheduled_time', 'recusal'].includes(name) ? 100 : 2000 }
}

/** The fields of a stage: its day, its record, its lists; `skipped` asks for a reason only. */
export function stageFields(all: Field[], entry: StageEntry, skipped: boolean): Field[] {
  const day = all.filter((field) => field.name === 'held_on')
  if (skipped) return [...day, { name: 'record', label: '环节记录', type: 'object', fields: [recorded('skipped', '省略的理由', true)] }]
  const must = entry.records.map((one) => recorded(one.code, one.name, true))
  const more = (MORE[entry.code] ?? []).map(([name, label]) => recorded(name, label, false))
  const lists = new Set([...entry.lists.map((one) => one.code), ...(LISTED[entry.code] ?? [])])
  const record: Field[] = must.length + more.length ? [{ name: 'record', label: '环节记录', type: 'object', fields: [...must, ...more] }] : []
  return [...day, ...record, ...all.filter((field) => lists.has(field.name))]
}

/** The stage that is to be recorded now; undefined when all are. */
export const nextStage = (entries: StageEntry[], hearing: Hearing) => entries[hearing.stages.length] as StageEntry | undefined

export function stageValues(code: string, dispute: Case, hearing: Hearing): Values {
  const parties = dispute.parties.filter((one) => one.is_active)
  const guardian = (one: (typeof parties)[number]) => one.representatives.find((each) => each.capacity === 'guardian')?.id
  const seats = hearing.seats.filter((one) => !one.left_on)
  const filled: Record<string, () => Values> = {
    consent: () => ({ consents: parties.map((one) => ({ party: one.id, to_hearing: true, to_disclosure: true, ...(one.is_minor ? { signed_by: guardian(one) } : {}) })) }),
    panel: () => ({ seats: [{ seat: 'host' }, { seat: 'recorder' }, { seat: 'member' }, { seat: 'member' }, { seat: 'member' }] }),
    notice: () => ({ record: { place: `${dispute.unit_name}听证室` } }),
    opening: () => ({
      record: { identity_checked: true, rights_told: true, discipline_read: true, recusal: '双方均不申请回避', facts_found: dispute.summary, second_reason: dispute.sessions.length ? 'police' : undefined },
      attendance: hearing.attendance.map((one) => ({
        ...(one.party ? { party: one.party } : one.representative ? { representative: one.representative } : one.seat ? { seat: one.seat } : { kind: one.kind, name: one.name }),
        attended: true,
      })),
    }),
    evidence: () => ({ evidence: dispute.evidence.map((one) => ({ title: one.title, on_file: one.id, views: parties.map((each) => ({ party: each.id, accepted: true })) })) }),
    questions: () => ({ questions: seats.filter((one) => one.seat === 'member').map((one) => ({ seat: one.id })) }),
    opinion: () => ({ record: { read_out: true }, persuasions: ['law', 'reason', 'feeling'].map((dimension) => ({ dimension })) }),
    mediation: () => ({ proposals: [{ mode: 'face_to_face' }] }),
    follow_up: () => ({ follow_up: { method: 'visit' } }),
  }
  return { record: {}, ...filled[code]?.() }
}
