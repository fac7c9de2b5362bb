// What is being typed survives a restart of the browser; it goes with the sending or sign-out.
import { requestKey } from './api/client'
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

/** The key of one write. A request without an answer keeps its key, also when the page is loaded
 * again: sent once more, it gets the first one's answer and never makes a second record. */
export function writeKey(name: string) {
  const place = key(`${name}:key`)
  let current = localStorage.getItem(place) ?? requestKey()
  return {
    /** For a request that is about to be sent. */
    take() {
      try {
        localStorage.setItem(place, current)
      } catch {
        // A full storage loses the key with the page, not before.
      }
      return current
    },
    /** An answer came: the next request is another one. */
    renew() {
      localStorage.removeItem(place)
      current = requestKey()
    },
  }
}
