// What is being typed into a draft: kept in this browser until it is saved, saved all at once.
import { computed, reactive, ref, shallowRef } from 'vue'
import { api, got, Refused, type Schemas } from '../api/client'
import { tagOf } from '../components/tag'
import { draft, dropDraft, keepDraft } from '../drafts'
import { unsaved, type Body } from './text'

export type Texts = Record<string, string>

export function useEdition(id: number) {
  const name = `edition:${id}`
  const edition = shallowRef<Schemas['Edition'] | null>(null)
  const typed = reactive<Texts>({})
  const refused = ref<Refused | null>(null)
  const busy = ref(false)
  const body = computed(() => edition.value?.body as unknown as Body | undefined)
  const changed = computed(() => unsaved(edition.value?.texts ?? {}, typed))

  async function guarded(work: () => Promise<void>) {
    busy.value = true
    refused.value = null
    await work().catch((error: unknown) => (refused.value = error as Refused))
    busy.value = false
  }
  const load = () => guarded(async () => {
    edition.value = await got(api.GET('/api/v1/editions/{id}/', { params: { path: { id } } }))
    if (edition.value.status === 'draft') Object.assign(typed, { ...draft<Texts>(name)?.values, ...typed })
  })
  const save = () => guarded(async () => {
    const now = edition.value as Schemas['Edition']
    const sent = { ...changed.value }
    const header = { 'If-Match': tagOf(now) }
    edition.value = await got(api.PATCH('/api/v1/editions/{id}/texts/', { params: { path: { id }, header }, body: { texts: sent } }))
    for (const [place, text] of Object.entries(sent)) if (typed[place] === text) delete typed[place]
    keep()
  })
  function keep() {
    if (Object.keys(changed.value).length) keepDraft(name, typed)
    else dropDraft(name)
  }
  function type(place: string, text: string) {
    typed[place] = text
    keep()
  }
  function forget() {
    for (const place of Object.keys(typed)) delete typed[place]
    dropDraft(name)
  }
  return { edition, body, typed, changed, refused, busy, load, save, type, forget }
}
