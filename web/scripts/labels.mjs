// What a field is called on a form, from its description in the contract, "label，hint".

// Shared fields whose description names no step: the day on which something happened.
const DAYS = {
  drafted_on: '拟定日期', changed_on: '变更日期', signed_on: '签名日期', told_on: '告知日期', requested_on: '提出日期',
  result_on: '结果日期', applied_on: '申请日期', obtained_on: '取得日期', approved_on: '批准日期', found_on: '认定日期',
  held_on: '举行日期', proposed_on: '提出日期', decided_on: '决定日期', given_on: '提出日期', revealed_on: '开示日期',
  stopped_on: '停止日期', resumed_on: '恢复日期', withdrawn_on: '撤回日期', performed_on: '履行日期', sent_on: '移交日期',
  answered_on: '反馈日期', received_on: '签收日期', reminded_on: '催办日期', returned_on: '退回日期', submitted_on: '送审日期',
  reviewed_on: '审核日期', assessed_on: '评估日期', joined_on: '到场日期', refused_on: '拒绝日期', ended_on: '结束日期',
  recorded_on: '记录日期', done_on: '完成日期', waived_on: '免除日期', occurred_on: '办理日期',
}
const NUMBER = /编号(（[^）]*）)?$/
// Where a picker stands, nobody types a number or a code; numbers of papers are texts and keep theirs.
const PICKED = (name, type) => type === 'integer' || (type === 'string' && ['kind', 'level', 'step'].includes(name))

/** The label of a field; `type` is that of the value or, for a list, of its items. */
export function labelOf(name, said, type) {
  if (said === '发生日期') return DAYS[name] ?? said
  const text = said.replace(/（当事人编号）$|（?[.\w]*）?的 Base64.*$|（PNG 的 Base64）$/, '')
  if (type === 'integer') return text.replace(NUMBER, '') || text
  return PICKED(name, type) || ['factors', 'specialties'].includes(name) ? text.replace(/代码$/, '') : text
}
