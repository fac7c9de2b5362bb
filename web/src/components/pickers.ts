// What a field may be chosen from, by its name. A page provides what it knows.
import { inject, provide, type InjectionKey } from 'vue'
import { dictionaries, type Dictionaries } from '../dictionary'

export interface Option {
  value: string | number
  label: string
}
export type Picker = (field: string) => Option[] | undefined

const KEY: InjectionKey<Picker> = Symbol('pickers')
export const providePickers = (picker: Picker) => provide(KEY, picker)

// Fields whose values stand in the dictionaries and not in the contract.
const LISTS: Record<string, keyof Dictionaries> = {
  level: 'risk_levels',
  factors: 'risk_factors',
  exclusions: 'exclusions',
}

export function usePicker(): Picker {
  const here = inject(KEY, () => undefined)
  return (field) => here(field) ?? listed(field)
}

function listed(field: string): Option[] | undefined {
  const list = LISTS[field] && dictionaries.value?.[LISTS[field]]
  if (!Array.isArray(list)) return undefined
  return (list as { code: string; name: string }[]).map((one) => ({ value: one.code, label: one.name }))
}

/** Major kinds with their minor kinds, as a cascader wants them. */
export function kindTree() {
  return (dictionaries.value?.kinds ?? []).map((major) => ({
    value: major.code,
    label: major.name,
    children: major.minors.map((minor) => ({ value: minor.code, label: minor.name })),
  }))
}
