// An answer that is read again whenever what is asked changes.
import { onActivated, ref, shallowRef, watch, type WatchSource } from 'vue'
import type { Refused } from '../api/client'

export function useReading<T>(read: () => Promise<T>, asked: (WatchSource | object)[]) {
  const found = shallowRef<T | null>(null)
  const refused = ref<Refused | null>(null)
  const busy = ref(false)
  let last = 0
  async function load() {
    const mine = ++last
    busy.value = true
    refused.value = null
    try {
      const answer = await read()
      if (mine === last) found.value = answer // an answer that was overtaken is not shown
    } catch (error) {
      if (mine === last) refused.value = error as Refused
    } finally {
      if (mine === last) busy.value = false
    }
  }
  watch(asked, load)
  onActivated(load)
  return { found, refused, busy, load }
}
