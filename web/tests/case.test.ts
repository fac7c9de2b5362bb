// What the case pages work out by themselves.
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { filled, form, storable, type Field } from '../src/api/forms'
import forms from '../src/api/forms.json'
import { FOLLOWS, OPERATIONS, operationOf, type Case } from '../src/case/actions'
import { clashing, weekOf } from '../src/case/calendar'
import { differences, merged, touched } from '../src/case/conflict'
import { belongs, instalments, owed, prefill } from '../src/case/prefill'
import { nextStage, stageFields, type StageEntry } from '../src/case/stage'
import { triage } from '../src/case/triage'
import { understood } from '../src/components/search'

const all = (fields: Field[]): Field[] => fields.flatMap((one) => [one, ...all(one.items ?? []), ...all(one.fields ?? [])])
const labels = Object.entries(forms as unknown as Record<string, { fields: Field[] }>).flatMap(([name, one]) =>
  all(one.fields).map((field) => [`${name}.${field.name}`, field.label] as const),
)

describe('labels', () => {
  it('are Chinese in every form', () => {
    const foreign = labels.filter(([, label]) => !/[一-鿿]/.test(label) || /[a-z_]{4,}/.test(label))
    expect(foreign).toEqual([])
  })
  it('never ask for a number or a code where something is chosen', () => {
    const numbers = Object.values(forms as unknown as Record<string, { fields: Field[] }>).flatMap((one) => all(one.fields)).filter((field) => field.type === 'integer' && /编号/.test(field.label))
    expect(numbers).toEqual([])
  })
  it('say of which day a step asks', () => {
    expect(labels.filter(([, label]) => label === '发生日期')).toEqual([])
  })
})

describe('steps of the table', () => {
  const table = readFileSync(new URL('../../disputes/transitions.py', import.meta.url), 'utf8')
  const rows = [...table.matchAll(/_row\(\s*"(\w+)"[\s\S]*?(?=\n {4}_row\(|\n\))/g)].map(([text, action]) => ({ action, resource: text.match(/resource="([\w-]+)"/)?.[1] ?? 'steps' }))
  const plain = new Set(form('disputes_take_step').fields.find((one) => one.name === 'action')?.choices?.map((one) => one.code))

  it('are read from the table', () => expect(rows.length).toBeGreaterThan(60))
  it.each(rows)('$action has its operation', ({ action, resource }) => {
    const { operation } = operationOf(action)
    expect(form(operation)).toBeDefined()
    if (resource === 'steps') expect(plain.has(action) && !(action in OPERATIONS)).toBe(true)
    else if (!(action in FOLLOWS)) expect(OPERATIONS).toHaveProperty(action)
  })
  it('name rows by their key wherever the address has one', () => {
    const without = Object.entries(OPERATIONS).filter(([, one]) => form(one.operation).path.includes('{id}') && !one.of && !one.tab)
    expect(without).toEqual([])
  })
})

describe('what is sent and kept', () => {
  it('leaves out what is empty, keeps no and zero', () => {
    expect(filled({ a: ' x ', b: '  ', c: false, d: 0, e: null, f: [{ g: '' , h: 1 }] })).toEqual({ a: 'x', c: false, d: 0, f: [{ h: 1 }] })
  })
  it('keeps sealed numbers out of the browser, in rows too', () => {
    const kept = storable(form('disputes_create').fields, { place: '河边', parties: [{ name: '甲', id_number: '1', phone: '2', address: '3' }] })
    expect(kept).toEqual({ place: '河边', parties: [{ name: '甲' }] })
  })
})

const party = (id: number, role: string, more = {}) => ({ id, role, name: `人${id}`, is_active: true, is_minor: false, representatives: [], ...more })
const duty = (id: number, due_on: string, more = {}) => ({ id, due_on, amount: '300.00', fulfilled_on: null, waived_on: null, performances: [], content: '赔偿', ...more })
const dispute = (more = {}) =>
  ({ track: 'civil', unit_name: '某所', summary: '争地界', claims: '', amount: '900.00', sessions: [], agreements: [], samples: [], parties: [party(1, 'applicant'), party(2, 'respondent'), party(3, 'respondent', { is_active: false })], ...more }) as unknown as Case

describe('prefilling', () => {
  it('brings everybody still on file to a session, agreeing, a minor with the guardian', () => {
    const made = prefill('hold_session', { dispute: dispute({ parties: [party(1, 'applicant', { is_minor: true }), party(2, 'respondent')] }), me: 7 })
    expect(made.participants).toEqual([
      { party: 1, attended: true, consented: true, guardian_attended: true },
      { party: 2, attended: true, consented: true },
    ])
    expect(made.host).toBe(7)
  })
  it('leaves out who is no longer a party', () => {
    expect((prefill('hold_session', { dispute: dispute() }).participants as { party: number }[]).map((one) => one.party)).toEqual([1, 2])
  })
  it('takes the form of agreement by the track, debtor and creditor by the roles', () => {
    const made = prefill('draft_agreement', { dispute: dispute({ track: 'traffic' }) })
    expect(made.form).toBe('traffic')
    expect(made.obligations).toEqual([expect.objectContaining({ debtor: 2, creditor: 1, amount: '900.00' })])
  })
  it('lets the guardian sign for a minor', () => {
    const minor = party(1, 'applicant', { is_minor: true, representatives: [{ id: 9, capacity: 'guardian', name: '父' }] })
    expect((prefill('sign_agreement', { dispute: dispute({ parties: [minor] }) }).signatures as unknown[])[0]).toEqual({ signer: 'guardian', party: 1, name: '父' })
  })
  it('performs the open obligation that falls due first, by what is still owed', () => {
    const obligations = [duty(1, '2026-03-01', { fulfilled_on: '2026-02-01' }), duty(3, '2026-05-01'), duty(2, '2026-04-01', { performances: [{ amount: '100.10' }] })]
    expect(prefill('perform', { dispute: dispute({ agreements: [{ replaced_on: null, obligations }] }) })).toEqual({ obligation: 2, amount: '199.90' })
  })
  it('shows of an agreement only what the track asks for', () => {
    expect(['cause', 'responsibility', 'content'].filter((one) => belongs(one, 'traffic'))).toEqual(['responsibility', 'content'])
    expect(['cause', 'responsibility', 'content'].filter((one) => belongs(one, 'civil'))).toEqual(['responsibility', 'content'])
    expect(['cause', 'responsibility', 'content'].filter((one) => belongs(one, 'security_case'))).toEqual(['cause', 'content'])
  })
  it('knows no amount of what is not money', () => expect(owed(duty(1, '2026-03-01', { amount: null }) as never)).toBeUndefined())
})

describe('instalments', () => {
  it('add up to the cent and fall on the last day of short months', () => {
    const made = instalments('1000.00', 3, '2026-01-31')
    expect(made).toEqual([
      { amount: '333.34', due_on: '2026-01-31' }, { amount: '333.33', due_on: '2026-02-28' }, { amount: '333.33', due_on: '2026-03-31' },
    ])
  })
  it('need two parts', () => expect(() => instalments('10', 1, '2026-01-01')).toThrow())
})

describe('a hearing', () => {
  const fields = form('hearings_hold_stage').fields
  const entry = (code: string, records: string[], lists: string[]) => ({ code, name: code, skippable: true, records: records.map((one) => ({ code: one, name: one })), lists: lists.map((one) => ({ code: one, name: one })) }) as StageEntry
  it('asks of a stage what the dictionaries say, and nothing of other stages', () => {
    const names = stageFields(fields, entry('consent', ['served_on'], ['consents']), false).map((one) => one.name)
    expect(names).toEqual(['held_on', 'record', 'consents'])
  })
  it('asks only for the reason where a stage is left out', () => {
    const [, record] = stageFields(fields, entry('questions', [], ['questions']), true)
    expect(record.fields?.map((one) => one.name)).toEqual(['skipped'])
  })
  it('goes stage by stage', () => {
    const entries = [entry('a', [], []), entry('b', [], [])]
    expect(nextStage(entries, { stages: [{}] } as never)?.code).toBe('b')
    expect(nextStage(entries, { stages: [{}, {}] } as never)).toBeUndefined()
  })
})

describe('the calendar', () => {
  const at = (id: number, from: string, to: string, room: number | null, officer: number | null) => ({ id, starts_at: `2026-03-02T${from}:00+08:00`, ends_at: `2026-03-02T${to}:00+08:00`, bookings: [{ room, officer, dropped: false }] })
  it('begins the week on Monday, over the end of a month', () => {
    expect(weekOf('2026-03-01')).toEqual(['2026-02-23', '2026-02-24', '2026-02-25', '2026-02-26', '2026-02-27', '2026-02-28', '2026-03-01'])
  })
  it('sees the same room or officer taken twice at a time', () => {
    const rows = [at(1, '09:00', '10:00', 5, null), at(2, '09:30', '10:30', 5, null), at(3, '09:30', '10:30', 6, null), at(4, '10:30', '11:00', 5, null)]
    expect([...clashing(rows)]).toEqual([1, 2])
  })
})

describe('a conflict', () => {
  it('names what changed, what was read and what was entered', () => {
    const field = { name: 'place', label: '发生地点', type: 'string' } as Field
    const found = differences([field], { place: '丙' }, { place: '甲' }, { place: '甲', version: 1, state_name: '调解中' }, { place: '乙', version: 2, state_name: '调解中' })
    expect(found).toEqual([{ label: '发生地点', mine: '丙', seen: '甲', now: '乙' }])
  })
  it('keeps what was typed and follows the record where nothing was', () => {
    const [given, seen] = [{ place: '甲', kind: 'letter' }, { place: '甲', kind: 'water', claims: '修' }]
    expect(merged({ place: '甲', kind: 'letter', claims: '赔' }, given, seen, { place: '乙', kind: 'noise', claims: '修' })).toEqual({ place: '乙', kind: 'letter', claims: '赔' })
    expect(merged({ place: '丙' }, given, seen, { place: '乙' })).toEqual({ place: '丙' })
  })
  it('knows what was typed and what was taken out', () => {
    expect(touched({ place: '丙', kind: 'letter' }, { place: '甲', kind: 'letter', claims: '修' })).toEqual({ place: '丙', claims: null })
  })
})

describe('the search box', () => {
  it.each([
    ['11010119900307 7774', 'id_number'], ['11010119900307777x', 'id_number'], ['138-0013-8000', 'phone'], ['621002', 'number'], ['JF6210022026', 'number'],
  ])('understands %s as %s', (typed, kind) => expect(understood(typed)?.kind).toBe(kind))
  it('asks nothing for nothing', () => expect(understood('  ')).toBeNull())
})

describe('triage', () => {
  it('waits for enough answers', () => expect(triage({ traffic: 'no', violation: 'yes' })).toBeNull())
  it.each([
    [{ traffic: 'yes' }, 'traffic'], [{ traffic: 'no', violation: 'no' }, 'civil'], [{ traffic: 'no', violation: 'yes', slight: 'no' }, 'security_case'],
  ] as const)('suggests a track for %o', (answers, track) => expect(triage(answers)?.track).toBe(track))
})
