// What is being typed survives a restart of the browser; it goes with the sending or sign-out.
import { account } from './session'

const key = (name: string) => `draft:${account.value?.username}:${name}`

export function keepDraft(name: string, values: unknown): void {
  try {
    localStorage.setItem(key(name), JSON.stringify({ at: Date.now(), values }))
  } catch {
    // A full storage loses the draft only, never what stands on the page.
  }
}

export function draft<T>(name: string): { at: number; values: T } | null {
  try {
    return JSON.parse(localStorage.getItem(key(name)) ?? 'null')
  } catch {
    return null
  }
}

export const dropDraft = (name: string) => localStorage.removeItem(key(name))
