import { describe, expect, it } from 'vitest'
import { behind, compare, lacking, partsAt, pasted, textOf, unsaved, type Body } from './text'

const run = (text: string, figure: string | null = null) => ({ text, figure })

describe('the text of a report', () => {
  it('gives a line for each paragraph', () => {
    const paragraphs = [
      { runs: [run('共录入'), run('3起', 'registered')], origin: 'generated' as const },
      { runs: [run('二是补录。')], origin: 'written' as const },
    ]
    expect(textOf({ paragraphs })).toBe('共录入3起\n二是补录。')
  })
  it('counts as unsaved only what differs from what is stored', () => {
    expect(unsaved({ a: '甲', b: '乙' }, { a: '甲 ', b: '丙', c: '' })).toEqual({ b: '丙' })
  })
  it('takes an emptied place as a change, because it restores what is generated', () => {
    expect(unsaved({ a: '甲' }, { a: '' })).toEqual({ a: '' })
  })
  it('drops the invisible characters of a pasted page', () => {
    expect(pasted('第一段\u00a0\r\n\r\n\u200b第二段 ')).toBe('第一段\n第二段')
  })
})

describe('comparing two texts', () => {
  it('keeps what both say and marks the rest', () => {
    expect(compare('录入3起，化解2起。', '录入3起，化解3起。')).toEqual([
      { text: '录入3起，', change: 'same' },
      { text: '化解2起。', change: 'gone' },
      { text: '化解3起。', change: 'new' },
    ])
  })
  it.each([['', '新的。'], ['旧的。', ''], ['一。二。三。', '三。一。'], ['同。', '同。']])('gives both texts back: %s → %s', (was, is) => {
    const found = compare(was, is)
    const read = (without: string) => found.filter((one) => one.change !== without).map((one) => one.text).join('')
    expect(read('new')).toBe(was)
    expect(read('gone')).toBe(is)
  })
})

describe('what is behind a printed figure', () => {
  const body = { unit: { code: '621000000000', name: '' }, start: '2025-01-01', cutoff: '2025-12-31' } as Body
  const figure = (kind: string, code: string) =>
    ({ source: { kind, code, report: '' }, numerator_measure: code }) as Parameters<typeof behind>[0]

  it('asks for the cases of an indicator over the days of the report', () => {
    expect(behind(figure('indicator', 'registered'), body)?.cases).toEqual({
      indicator: 'registered', unit: '621000000000', from: '2025-01-01', to: '2025-12-31',
    })
  })
  it('asks for the cases of one kind only', () => {
    expect(behind(figure('kind', 'family'), body)?.cases).toMatchObject({ by: 'kind_major', key: 'family' })
  })
  it('asks for entries where the figure was entered by hand', () => {
    expect(behind(figure('activity', 'lectures'), body)?.entries).toMatchObject({ kind: 'lectures' })
  })
  it('has nothing to list for a target', () => {
    expect(behind(figure('target', 'target_reviewers'), body)).toBeNull()
  })
})

it('lacks only what is required and not written', () => {
  const slot = (code: string, required: boolean, missing: boolean) => ({ code, part: 'p', prompt: '', required, missing })
  expect(lacking([slot('a', true, true), slot('b', true, false), slot('c', false, true)]).map((one) => one.code)).toEqual(['a'])
})

describe('the part a remark stands in', () => {
  const part = (code: string, number: string, heading: string, text: string) =>
    ({ code, number, heading, level: 1, runs_in: false, paragraphs: [{ runs: [run(text)], origin: 'generated' as const }] })
  const parts = [part('opening', '', '', '𠮷开头。'), part('work', '一、', '工作', '录入3起。'), part('plan', '二、', '工作', '计划。')]
  const place = partsAt('标题\n𠮷开头。\n一、工作\n录入3起。\n二、工作\n计划。', parts)

  it.each([[0, 'opening'], [4, 'opening'], [8, 'work'], [14, 'work'], [19, 'plan']])('finds the part at character %i', (offset, code) => {
    expect(place(offset)).toBe(code)
  })
})
