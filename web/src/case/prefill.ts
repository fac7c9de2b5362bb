// What a step's form already knows from the case: the officer corrects instead of typing.
import type { Values } from '../api/forms'
import type { Case, Row } from './actions'

export interface Context {
  dispute: Case
  /** The key of the signed-in officer. */
  me?: number
  myName?: string
  row?: Row
}
type Fill = (context: Context) => Values

const FORMS: Record<string, string> = { security_case: 'security', civil: 'peoples', traffic: 'traffic' }
const active = (dispute: Case) => dispute.parties.filter((one) => one.is_active)
const guardianOf = (party: Case['parties'][number]) => party.representatives.find((one) => one.capacity === 'guardian')

/** Everybody came and agrees: switches are turned off for whoever did not. */
const attending = (parties: Case['parties']) =>
  parties.map((one) => ({
    party: one.id, attended: true, consented: true, ...(one.is_minor ? { guardian_attended: true } : {}),
  }))

const session: Fill = ({ dispute, me, myName }) => ({
  mode: 'ordinary', host: me, recorder: myName, place: `${dispute.unit_name}调解室`, in_case_area: true,
  participants: attending(active(dispute)),
  facts_found: dispute.sessions.at(-1)?.facts_found ?? dispute.summary,
})

/** Everybody signs, for a minor the guardian; the host signs too. */
export const signatures = ({ dispute }: Context): Values[] => [
  ...active(dispute).map((one) => {
    const guardian = one.is_minor ? guardianOf(one) : undefined
    return { signer: guardian ? 'guardian' : 'party', party: one.id, name: guardian?.name ?? one.name }
  }),
  { signer: 'host' },
]

const payer = (dispute: Case) => active(dispute).find((one) => one.role === 'respondent' || one.role === 'suspect')
const payee = (dispute: Case) => active(dispute).find((one) => one.role === 'applicant' || one.role === 'victim')

const agreement: Fill = (context) => {
  const { dispute, me } = context
  const last = dispute.sessions.at(-1)
  return {
    form: FORMS[dispute.track], host: last?.host ?? me, facts: last?.facts_found || dispute.summary, recording: last?.recording,
    issues: dispute.track === 'civil' ? dispute.claims : undefined,
    obligations: [{ type: 'money', debtor: payer(dispute)?.id, creditor: payee(dispute)?.id, method: '银行转账', amount: dispute.amount ?? undefined }],
    signatures: signatures(context),
  }
}

export const openObligations = (dispute: Case) =>
  dispute.agreements
    .filter((one) => !one.replaced_on)
    .flatMap((one) => one.obligations)
    .filter((one) => !one.fulfilled_on && !one.waived_on)

/** What is still owed of an obligation, in yuan; undefined where it is not money. */
export function owed(obligation: Case['agreements'][number]['obligations'][number]): string | undefined {
  if (!obligation.amount) return undefined
  const cents = (text: string) => Math.round(Number(text) * 100)
  const paid = obligation.performances.reduce((sum, one) => sum + cents(one.amount ?? '0'), 0)
  return ((cents(obligation.amount) - paid) / 100).toFixed(2)
}

const performance: Fill = ({ dispute }) => {
  const next = [...openObligations(dispute)].sort((one, other) => one.due_on.localeCompare(other.due_on))[0]
  return next ? { obligation: next.id, amount: owed(next) } : {}
}

const PREFILL: Record<string, Fill> = {
  hold_session: session,
  join_session: ({ dispute, row }) => {
    const there = new Set(((row?.participants ?? []) as { party: number }[]).map((one) => one.party))
    return { participants: attending(active(dispute).filter((one) => !there.has(one.id))) }
  },
  draft_agreement: agreement,
  change_agreement: (context) => ({ ...agreement(context), content: context.row?.content, facts: context.row?.facts }),
  sign_agreement: (context) => ({ signatures: signatures(context) }),
  end_session: ({ dispute }) => ({ outcome: dispute.agreements.length ? 'agreed' : undefined }),
  perform: performance,
  refer: ({ dispute }) => ({ kind: 'refer', channel: 'letter', reason: dispute.summary.slice(0, 200) }),
  follow_up: ({ dispute, me }) => ({
    method: 'phone', visited: payee(dispute)?.name, performed: dispute.state === 'agreed' ? undefined : dispute.state === 'fulfilled',
    sample: dispute.samples.find((one) => one.assigned_to === me && !one.follow_up)?.id,
  }),
  notify: ({ dispute }) => ({ about: dispute.track === 'civil' ? 'civil_remedies' : 'rights', method: 'in_person' }),
  waive: (context) => ({ obligation: performance(context).obligation, signer: 'party' }),
  amend: ({ dispute }) => ({
    kind: dispute.kind, source: dispute.source, place: dispute.place, claims: dispute.claims, summary: dispute.summary,
    people_count: dispute.people_count ?? undefined, amount: dispute.amount ?? undefined, alarm_number: dispute.alarm_number,
  }),
  change_party: ({ row }) => ({ name: row?.name, role: row?.role, employer: row?.employer }),
  propose_hearing: () => ({ openness: 'open' }),
  split: ({ dispute }) => ({ kind: dispute.kind, summary: dispute.summary }),
  take_method_step: () => ({}),
}

/** Parts of an agreement that not every track's form has. */
const SECURITY = ['security_case']
const ONLY: Record<string, string[]> = { cause: SECURITY, circumstances: SECURITY, consequence: SECURITY, responsibility: ['civil', 'traffic'] }
export const belongs = (field: string, track: string) => ONLY[field]?.includes(track) ?? true

/** First values of a step's form; nothing where the case tells nothing. */
export function prefill(action: string, context: Context): Values {
  const given = PREFILL[action]?.(context) ?? {}
  return Object.fromEntries(Object.entries(given).filter(([, one]) => one !== undefined && one !== ''))
}

/** An amount in equal parts month by month; the first part bears the odd cents. Days past the end of
 * a month fall on its last day. Throws for fewer than two parts. */
export function instalments(total: string, parts: number, first: string): { amount: string; due_on: string }[] {
  if (parts < 2) throw new Error('two parts at least')
  const cents = Math.round(Number(total) * 100)
  const each = Math.floor(cents / parts)
  const [year, month, day] = first.split('-').map(Number)
  return Array.from({ length: parts }, (_, at) => {
    const last = new Date(Date.UTC(year, month + at, 0)).getUTCDate()
    const due = new Date(Date.UTC(year, month - 1 + at, Math.min(day, last)))
    const amount = at === 0 ? cents - each * (parts - 1) : each
    return { amount: (amount / 100).toFixed(2), due_on: due.toISOString().slice(0, 10) }
  })
}
