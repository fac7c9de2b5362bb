import { describe, expect, it } from 'vitest'
import { placeOf, type Field } from './forms'

const name: Field = { name: 'name', label: '姓名', type: 'string' }
const fields: Field[] = [
  { name: 'parties', label: '当事人', type: 'array', items: [name] },
  { name: 'record', label: '环节记录', type: 'object', fields: [{ name: 'applicant', label: '申请方陈述', type: 'string' }] },
]

describe('the place of a refused field', () => {
  it('is said as the form says it, rows counted from one', () => {
    expect(placeOf(fields, 'parties.1.name')).toBe('当事人第2项 姓名')
    expect(placeOf(fields, 'record.applicant')).toBe('环节记录 申请方陈述')
  })
  it('is as near as the form knows', () => {
    expect(placeOf(fields, 'parties.0.unheard_of')).toBe('当事人第1项')
    expect(placeOf(fields, '')).toBe('')
    expect(placeOf(undefined, 'parties')).toBe('')
  })
})
