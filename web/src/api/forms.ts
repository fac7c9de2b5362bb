// Forms as the contract describes them: labels, hints, choices and limits come from the service.
import forms from './forms.json'

export interface Choice {
  code: string
  name: string
}
export interface Field {
  name: string
  label: string
  type: 'string' | 'integer' | 'number' | 'boolean' | 'array' | 'object'
  hint?: string
  required?: boolean
  nullable?: boolean
  format?: string
  most?: number
  choices?: Choice[]
  items?: Field[]
  fields?: Field[]
  of?: { type: string; choices: Choice[] }
  /** Written by hand, whatever may be picked under the same name elsewhere. */
  free?: boolean
}
export interface Form {
  path: string
  method: string
  title: string
  needs: string[]
  fields: Field[]
}
export type Values = Record<string, unknown>

const all = forms as unknown as Record<string, Form>

/** The form of an operation. Throws for an operation that the contract does not know. */
export function form(operation: string): Form {
  const found = all[operation]
  if (!found) throw new Error(`no such operation: ${operation}`)
  return found
}

/** An address with its places filled: /disputes/{dispute_id}/ and 7 give /disputes/7/. */
export function address(path: string, places: Record<string, string | number>): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(places[name])))
}

/** What is sent: nothing that was left empty, texts without blanks around them. */
export function filled(value: unknown): unknown {
  if (typeof value === 'string') return value.trim() || undefined
  if (Array.isArray(value)) return value.map(filled).filter((one) => one !== undefined)
  if (value && typeof value === 'object') {
    const kept = Object.entries(value).map(([name, one]) => [name, filled(one)] as const)
    return Object.fromEntries(kept.filter(([, one]) => one !== undefined))
  }
  return value ?? undefined
}

/** Where a refused field stands, in the form's words: parties.0.name gives 当事人第1项 姓名. */
export function placeOf(fields: Field[] | undefined, path: string): string {
  const words: string[] = []
  let here = fields
  for (const step of path.split('.')) {
    if (/^\d+$/.test(step)) {
      words.push(`${words.pop() ?? ''}第${Number(step) + 1}项`)
      continue
    }
    const field = here?.find((one) => one.name === step)
    if (!field) break
    words.push(field.label)
    here = field.items ?? field.fields
  }
  return words.join(' ')
}

/** What may not lie in the browser's storage: numbers, phones, addresses that are kept sealed. */
export function sealed(field: Field): boolean {
  return /加密保存|用于核对/.test(field.hint ?? '')
}

/** A copy for the browser's storage, without what must not lie there. */
export function storable(fields: Field[], values: Values): Values {
  const open = fields.filter((field) => !sealed(field))
  return Object.fromEntries(
    open
      .filter((field) => values[field.name] !== undefined)
      .map((field) => [field.name, stored(field, values[field.name])]),
  )
}

function stored(field: Field, value: unknown): unknown {
  if (field.items && Array.isArray(value))
    return value.map((row) => storable(field.items as Field[], row as Values))
  if (field.fields && value && typeof value === 'object') return storable(field.fields, value as Values)
  return value
}
