// Questions at the counter that tell which track a quarrel takes, and why. A suggestion: the
// officer chooses, the service checks.
export type Answer = 'yes' | 'no'
export type Track = 'security_case' | 'civil' | 'traffic'

export const TRACKS: Record<Track, string> = {
  security_case: '治安案件',
  civil: '民间纠纷',
  traffic: '道路交通事故损害赔偿',
}

export const QUESTIONS: { code: string; text: string }[] = [
  { code: 'traffic', text: '是不是道路交通事故引起的赔偿争议？' },
  { code: 'violation', text: '有没有打架、殴打、侮辱、毁坏财物、非法侵入住宅等违反治安管理的行为？' },
  { code: 'slight', text: '起因是民间纠纷，情节较轻，没有人受轻伤以上的伤？' },
]

export interface Suggestion {
  track: Track
  why: string
}

/** Null until enough was answered. */
export function triage(answers: Record<string, Answer>): Suggestion | null {
  if (answers.traffic === 'yes')
    return { track: 'traffic', why: '各方收到事故认定书后一致书面申请的，公安机关交通管理部门可以调解损害赔偿。' }
  if (answers.traffic !== 'no') return null
  if (answers.violation === 'no')
    return { track: 'civil', why: '没有违反治安管理行为的，告知当事人可以向人民法院起诉或者向人民调解组织申请调解，也可以移交或者联合调解。' }
  if (answers.violation !== 'yes' || !answers.slight) return null
  return answers.slight === 'yes'
    ? { track: 'security_case', why: '民间纠纷引起、情节较轻的，可以调解处理；达成协议并履行的，不予处罚。' }
    : { track: 'security_case', why: '按治安案件受理；情节较重或者涉嫌犯罪的不得调解处理，受理后依法转处罚或者转刑事。' }
}
