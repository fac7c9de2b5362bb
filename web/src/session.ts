// Who works here, and signing in by the session cookie.
import { computed, reactive } from 'vue'
import { api, cookie, expired, got, refusal, type Schemas } from './api/client'

export type Account = Schemas['Me']
const state = reactive({ account: null as Account | null, expired: false })
expired.tell = () => {
  state.expired = state.account !== null
}

export const account = computed(() => state.account)
export const isExpired = computed(() => state.expired)
export const is = (...roles: string[]) => roles.includes(state.account?.role ?? '')

const AUTH = '/_allauth/browser/v1'
const WRONG = '用户名或者密码不正确；连续多次错误后账号会被暂时锁定'

let entered = false
const app = document.getElementById('app')

/** Whether somebody is signed in already; the page itself says whether asking makes sense. */
export async function recall(): Promise<boolean> {
  if (app && !('account' in app.dataset) && !state.account && !entered) return false
  try {
    state.account = await got(api.GET('/api/v1/officers/me/'))
  } catch {
    state.account = null
  }
  return state.account !== null
}

/** What stands between the password and the account: nothing, or a one-time code. */
export type Next = 'in' | 'code'

/** Throws Refused with a Chinese message. */
export async function signIn(username: string, password: string): Promise<Next> {
  await fetch(`${AUTH}/config`).catch(() => {
    throw refusal(0, null)
  })
  return enter('auth/login', { username, password })
}

/** The second factor: six digits of the authenticator, or a recovery code. */
export const confirmCode = (code: string) => enter('auth/2fa/authenticate', { code })

async function enter(path: string, body: unknown): Promise<Next> {
  const answer = await post(path, body)
  const content = await answer.json().catch(() => null)
  if (answer.status === 401) {
    const flows: { id: string; is_pending?: boolean }[] = content?.data?.flows ?? []
    if (flows.some((flow) => flow.id === 'mfa_authenticate' && flow.is_pending)) return 'code'
  }
  if (!answer.ok) throw refusal(answer.status, { detail: content?.errors?.[0]?.message ?? WRONG })
  state.expired = false
  entered = true
  await recall()
  return 'in'
}

function post(path: string, body: unknown): Promise<Response> {
  return fetch(`${AUTH}/${path}`, {
    method: 'POST',
    credentials: 'same-origin',
    headers: { 'Content-Type': 'application/json', 'X-CSRFToken': cookie('csrftoken') },
    body: JSON.stringify(body),
  }).catch(() => {
    throw refusal(0, null)
  })
}

export async function signOut(): Promise<void> {
  await fetch(`${AUTH}/auth/session`, {
    method: 'DELETE',
    headers: { 'X-CSRFToken': cookie('csrftoken') },
  }).catch(() => undefined)
  for (const key of Object.keys(localStorage)) if (key.startsWith('draft:')) localStorage.removeItem(key)
  state.account = null
  entered = false
  delete app?.dataset.account
}
