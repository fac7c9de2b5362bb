// What the linter remarks on an edition, by the part it stands in. A service without a linter for
// editions answers 404, and then nothing is shown.
import { computed, ref, shallowRef, watch, type Ref } from 'vue'
import { send, type Schemas } from '../api/client'
import { partsAt, type Body } from './text'

export interface Remark {
  mark: string
  level: string
  level_name: string
  offset: number
  quote: string
  message: string
  suggestion: string
  answer: { reason: string; answered_by: string } | null
}
interface Answer { text: string; results: Remark[] }

export function useRemarks(edition: Ref<Schemas['Edition'] | null>) {
  const found = shallowRef<Answer | null>(null)
  const known = ref(false)
  async function load() {
    if (!edition.value) return
    try {
      found.value = await send<Answer>('get', `/api/v1/editions/${edition.value.id}/remarks/`, undefined, {})
      known.value = true
    } catch {
      known.value = false
    }
  }
  watch(edition, load)
  const all = computed(() => {
    const body = edition.value?.body as unknown as Body | undefined
    if (!found.value || !body) return []
    const place = partsAt(found.value.text, body.document.parts)
    return found.value.results.map((one) => ({ ...one, part: place(one.offset) }))
  })
  return { all, known, load, of: (part: string): Remark[] => all.value.filter((one) => one.part === part) }
}
