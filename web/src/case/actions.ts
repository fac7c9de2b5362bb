// Which operation of the contract takes which step, and on which row of the case it stands.
import type { Schemas } from '../api/client'

export type Case = Schemas['Dispute']
export type Row = { id: number; version?: number } & Record<string, unknown>
export type Tab = 'course' | 'hearing' | 'calendar' | 'papers' | 'files' | 'volume'
export interface Operation {
  operation: string
  /** The list of the case in which the row is chosen. */
  of?: keyof Case
  /** The tab where the step is taken, beside what it is taken on. */
  tab?: Tab
}

const STEP: Operation = { operation: 'disputes_take_step' }
const on = (operation: string, of?: keyof Case): Operation => ({ operation, of })
const at = (tab: Tab, operation: string): Operation => ({ operation, tab })
export const OPERATIONS: Record<string, Operation> = {
  hold_session: on('sessions_create'),
  join_session: on('sessions_join', 'sessions'),
  end_session: on('sessions_end', 'sessions'),
  refuse: on('sessions_refuse', 'sessions'),
  record_persuasion: on('persuasions_create', 'sessions'),
  propose_hearing: on('hearings_create'),
  hold_stage: at('hearing', 'hearings_hold_stage'),
  change_panel: on('hearings_change_panel', 'hearings'),
  object_to_panel: on('hearings_object', 'hearings'),
  decide_panel_objection: on('hearings_decide_objection', 'hearings'),
  give_opinion: on('hearings_give_opinion', 'hearings'),
  reveal_opinions: on('hearings_reveal_opinions', 'hearings'),
  suspend_hearing: on('hearings_suspend', 'hearings'),
  resume_hearing: on('hearings_resume', 'hearings'),
  terminate_hearing: on('hearings_terminate', 'hearings'),
  withdraw_hearing_consent: on('hearings_withdraw_consent', 'hearings'),
  draft_agreement: on('agreements_create'),
  sign_agreement: on('agreements_sign', 'agreements'),
  change_agreement: on('agreements_change', 'agreements'),
  perform: on('performances_create'),
  fulfil: on('performances_create'),
  waive: on('waivers_create'),
  apply_confirmation: on('confirmations_create'),
  record_confirmation: on('confirmations_result', 'confirmations'),
  refer: on('referrals_create'),
  receive: on('referrals_receive', 'referrals'),
  return: on('referrals_return', 'referrals'),
  remind: on('referrals_remind', 'referrals'),
  answer: on('referrals_answer', 'referrals'),
  feedback: on('referrals_answer', 'referrals'),
  withdraw_referral: on('referrals_withdraw', 'referrals'),
  take_back: on('referrals_return', 'referrals'),
  follow_up: on('follow_ups_create'),
  assign_follow_up: on('samples_assign', 'samples'),
  amend: on('disputes_amend'),
  add_party: on('parties_create'),
  change_party: on('parties_partial_update', 'parties'),
  mark_party: on('marks_create', 'parties'),
  unmark_party: on('marks_remove', 'parties'),
  represent: on('representatives_create'),
  assess_risk: on('risk_assessments_create'),
  submit_review: on('reviews_create'),
  review: on('reviews_decide', 'reviews'),
  extend: on('extensions_create'),
  find: on('findings_create'),
  add_evidence: on('evidence_create'),
  request_appraisal: on('appraisals_create'),
  record_appraisal: on('appraisals_record_result', 'appraisals'),
  notify: on('notices_create'),
  request_recusal: on('recusals_create'),
  decide_recusal: on('recusals_decide', 'recusals'),
  decide_warning: on('warning_decisions_create'),
  decide_recurrence: on('recurrences_decide', 'recurrences'),
  link_criminal: on('criminal_cases_create'),
  merge: on('disputes_merge'),
  absorb: on('disputes_merge'),
  split: on('disputes_split'),
  take_method_step: on('method_steps_create'),
  issue_paper: at('papers', 'papers_issue'),
  void_paper: at('papers', 'papers_void'),
  sign_paper: at('papers', 'paper_signatures_create'),
  seal_paper: at('papers', 'paper_signatures_seal'),
  attach: at('files', 'attachments_create'),
  void_attachment: at('files', 'attachments_void'),
  make_annex: on('annexes_create'),
  decide_annex: at('volume', 'annexes_decide'),
  arrange: at('calendar', 'appointments_create'),
  confirm_appointment: at('calendar', 'appointments_confirm'),
  reschedule: at('calendar', 'appointments_reschedule'),
  cancel_appointment: at('calendar', 'appointments_cancel'),
  tell_appointment: at('calendar', 'appointments_tell'),
  keep_appointment: at('calendar', 'appointments_keep'),
  miss_appointment: at('calendar', 'appointments_miss'),
}

/** Steps that follow from another one: nobody takes them by themselves. */
export const FOLLOWS: Record<string, string> = { fulfil: 'perform', feedback: 'answer', take_back: 'return', absorb: 'merge' }

/** How a step is taken: by an operation of its own, else as a plain step. */
export const operationOf = (action: string): Operation => OPERATIONS[action] ?? STEP

/** The rows a step may stand on: those that are still open come first in question. */
export function rowsFor(dispute: Case, action: string): Row[] {
  const list = operationOf(action).of
  if (!list) return []
  const rows = dispute[list] as unknown as Row[]
  const open = rows.filter((row) => OPEN[action]?.(row) ?? true)
  return open.length ? open : rows
}

const lies = (row: Row) => !row.answered_on && !row.returned_on && !row.withdrawn_on
const OPEN: Record<string, (row: Row) => boolean> = {
  end_session: (row) => row.outcome === 'pending',
  join_session: (row) => row.outcome === 'pending',
  refuse: (row) => row.outcome === 'pending',
  sign_agreement: (row) => !row.effective_on,
  change_agreement: (row) => !row.replaced_on,
  receive: (row) => lies(row) && !row.received_on,
  answer: lies, remind: lies, return: lies, withdraw_referral: lies,
  review: (row) => row.passed === null,
  decide_recusal: (row) => row.granted === null,
  record_appraisal: (row) => !row.result_on,
  record_confirmation: (row) => !row.result_on,
  assign_follow_up: (row) => !row.follow_up,
}

/** What a row of the case is called where one is chosen. */
export function titleOf(list: keyof Case, row: Row): string {
  const said = (name: string) => (row[name] ? String(row[name]) : '')
  const titles: Partial<Record<keyof Case, string>> = {
    sessions: `第${said('ordinal')}次调解（${said('held_on')}）`,
    parties: said('name'),
    referrals: `${said('number')} ${said('receiver_name') || said('receiver')}`,
    agreements: `协议${said('number')}（第${said('version')}版）`,
    hearings: `听证式调解（${said('scheduled_on') || said('proposed_on')}）`,
    reviews: `${said('submitted_on')}送审`,
    appraisals: said('organisation'),
    recusals: said('statement'),
    samples: `抽中记录${row.id}`,
  }
  return titles[list] ?? (said('name') || said('title') || said('number') || `第${row.id}号`)
}
