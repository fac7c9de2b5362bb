// Names of codes, read once: kinds, risk levels, actions and every list of choices.
import { shallowRef } from 'vue'
import { api, got, type Schemas } from './api/client'

export type Dictionaries = Schemas['Dictionaries']
export const dictionaries = shallowRef<Dictionaries | null>(null)

export async function loadDictionaries(): Promise<Dictionaries> {
  dictionaries.value ??= await got(api.GET('/api/v1/dictionaries/'))
  return dictionaries.value
}

/** The Chinese name of a code, or the code itself where the list does not know it. */
export function nameOf(list: keyof Dictionaries, code: string | null | undefined): string {
  const entries = dictionaries.value?.[list]
  if (!code || !Array.isArray(entries)) return code ?? ''
  return (entries as { code: string; name: string }[]).find((one) => one.code === code)?.name ?? code
}
