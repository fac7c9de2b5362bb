// What a page of figures is about: a unit, a period, what to group by.
import { computed, reactive, shallowRef } from 'vue'
import { api, got, type Schemas } from '../api/client'
import { account } from '../session'

export const GROUPS: { code: string; name: string }[] = [
  { code: 'unit', name: '下级单位' },
  { code: 'kind_major', name: '纠纷大类' },
  { code: 'kind', name: '纠纷小类' },
  { code: 'source', name: '来源' },
  { code: 'track', name: '办理途径' },
  { code: 'risk', name: '风险等级' },
  { code: 'judicial_class', name: '司法统计类别' },
  { code: 'month', name: '月份' },
]

/** The day in China, whatever the clock of this computer says about zones. */
export const today = () => new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(new Date())

const LAST = Number(today().slice(0, 4))
export const YEARS = Array.from({ length: 6 }, (_, n) => LAST - n)
export const PARTS: { code: string; name: string }[] = [
  { code: '', name: '全年' },
  { code: 'H1', name: '上半年' },
  { code: 'H2', name: '下半年' },
  ...[1, 2, 3, 4].map((n) => ({ code: `Q${n}`, name: `第${'一二三四'[n - 1]}季度` })),
  ...Array.from({ length: 12 }, (_, n) => ({ code: String(n + 1).padStart(2, '0'), name: `${n + 1}月` })),
]

export const units = shallowRef<Schemas['Unit'][]>([])

/** Every unit the account may look at, read page by page once. */
export async function loadUnits(): Promise<void> {
  if (units.value.length) return
  let cursor: string | undefined
  const found: Schemas['Unit'][] = []
  do {
    const page = await got(api.GET('/api/v1/units/', { params: { query: { page_size: 200, cursor } } }))
    found.push(...page.results)
    cursor = page.next ?? undefined
  } while (cursor)
  units.value = found
}

/** A running year ends today, so that the year before is compared over the same days. */
export function periodOf(year: number, part: string): string {
  if (part) return `${year}-${part}`
  return year === Number(today().slice(0, 4)) ? `${year}-01-01..${today()}` : String(year)
}

export function useQuestion() {
  const question = reactive({ unit: account.value?.unit?.code ?? '', year: LAST, part: '' })
  const period = computed(() => periodOf(question.year, question.part))
  return { question, period }
}
