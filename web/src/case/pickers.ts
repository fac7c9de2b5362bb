// What the fields of a case's forms are chosen from: people, seats, obligations, rooms.
import { shallowReactive } from 'vue'
import { api, got, type Schemas } from '../api/client'
import type { Option, Picker } from '../components/pickers'
import { dictionaries, nameOf } from '../dictionary'
import { titleOf, type Case, type Row } from './actions'
import { owed } from './prefill'

export interface Lists {
  officers: Schemas['Officer'][]
  rooms: Schemas['Room'][]
  candidates: Schemas['Candidate'][]
  cases: Schemas['DisputeRow'][]
  steps: Schemas['StepProgress'][]
}

/** What a case's forms need beside the case; read once, a list that cannot be read stays empty. */
export function caseLists(id: number): Lists & { load: () => Promise<void> } {
  const lists = shallowReactive<Lists>({ officers: [], rooms: [], candidates: [], cases: [], steps: [] })
  const path = { dispute_id: id }
  const into = async <K extends keyof Lists>(name: K, read: Promise<unknown>) => {
    lists[name] = (await read.catch(() => [])) as Lists[K]
  }
  const results = async (read: Promise<{ results: unknown[] }>) => (await read).results
  async function load() {
    await Promise.all([
      into('officers', results(got(api.GET('/api/v1/officers/', { params: { query: { page_size: 200 } } })))),
      into('rooms', results(got(api.GET('/api/v1/rooms/', { params: { query: { page_size: 200, active: true } } })))),
      into('cases', results(got(api.GET('/api/v1/disputes/', { params: { query: { page_size: 100 } as never } })))),
      into('steps', got(api.GET('/api/v1/disputes/{dispute_id}/method-steps/', { params: { path } }))),
      into('candidates', got(api.GET('/api/v1/disputes/{dispute_id}/panel-candidates/', { params: { path } })).then((found) => found.candidates)),
    ])
  }
  return Object.assign(lists, { load })
}

const PARTIES = new Set(['party', 'parties', 'leaving', 'debtor', 'creditor', 'applicant', 'perpetrator', 'provided_by'])
const OFFICERS = new Set(['host', 'second_officer', 'leader', 'officer', 'officers'])
const MARKING = new Set(['mark_party', 'unmark_party'])

/** The picker of a case; `action` is the step that is open. */
export function casePicker(dispute: () => Case | null, lists: Lists, action: () => string | undefined): Picker {
  const named = (list: { id: number; name: string }[]) => list.map((one) => ({ value: one.id, label: one.name }))
  const rows = (list: keyof Case) =>
    (dispute()?.[list] as unknown as Row[] | undefined)?.map((one) => ({ value: one.id, label: titleOf(list, one) }))
  const hearing = () => dispute()?.hearings.at(-1)
  const found: Record<string, () => Option[] | undefined> = {
    agreement: () => rows('agreements'),
    session: () => rows('sessions'),
    sample: () => rows('samples'),
    on_file: () => dispute()?.evidence.map((one) => ({ value: one.id, label: one.title })),
    obligation: () => dispute()?.agreements.filter((one) => !one.replaced_on).flatMap((one) => one.obligations).map(duty),
    representative: () => named(dispute()?.parties.flatMap((one) => one.representatives) ?? []),
    signed_by: () => named(dispute()?.parties.flatMap((one) => one.representatives) ?? []),
    seat: () => hearing()?.seats.filter((one) => !one.left_on).map((one) => ({ value: one.id, label: `${one.name}（${nameOf('hearing_seats', one.seat)}）` })),
    objection: () => hearing()?.seats.flatMap((one) => one.objections.filter((each) => each.granted === null).map((each) => ({ value: each.id, label: `${one.name}：${each.reason}` }))),
    person: () => lists.candidates.map(candidate),
    room: () => lists.rooms.map((one) => ({ value: one.id, label: `${one.name}（${one.unit_name}，${one.capacity}人）` })),
    into: () => lists.cases.filter((one) => one.id !== dispute()?.id && one.unit === dispute()?.unit).map((one) => ({ value: one.id, label: `${one.number} ${one.party_names.join('、')} ${one.summary.slice(0, 20)}` })),
    step: () => lists.steps.map((one) => ({ value: one.step.id, label: `${one.step.name}${one.done_on ? '（已完成）' : ''}` })),
  }
  return (field) => {
    if (PARTIES.has(field)) return named(dispute()?.parties ?? [])
    if (OFFICERS.has(field)) return named(lists.officers)
    if (field === 'kind' && MARKING.has(action() ?? '')) return dictionaries.value?.mark_kinds.map((one) => ({ value: one.code, label: one.name }))
    return found[field]?.()
  }
}

const duty = (one: Case['agreements'][number]['obligations'][number]): Option => ({
  value: one.id,
  label: `${one.content}${one.amount ? `，尚欠${owed(one)}元` : ''}，${one.due_on}前${one.fulfilled_on ? '（已履行）' : one.waived_on ? '（已免除）' : ''}`,
})
const candidate = (one: Schemas['Candidate']): Option => ({
  value: one.person.id,
  label: `${one.person.name}（${nameOf('seat_capacities', one.person.capacity)}）${one.obstacles.length ? `不得选任：${one.obstacles[0]}` : one.proposed ? '建议' : ''}`,
})
