// The typed client of the REST API, and what its refusals look like to a page.
import createClient, { type Middleware } from 'openapi-fetch'
import type { components, paths } from './schema'

export type Schemas = components['schemas']
export type Problem = Schemas['Problem']

/** A request that was refused, or never arrived; `message` is Chinese and can be shown as it is. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly problem: Problem,
  ) {
    super(problem.detail)
  }
  get code() {
    return this.problem.code
  }
  /** Somebody else changed the record since it was read. */
  get stale() {
    return this.status === 412
  }
  /** No answer came, or one from halfway: nobody knows whether the write took place. */
  get offline() {
    return this.status === 0 || this.status >= 500
  }
}

const words: Record<number, string> = {
  0: '网络不通或者服务正在重启，已填写的内容保留在本页，请稍后重试',
  401: '登录已过期，请重新登录，已填写的内容不会丢失',
  403: '您没有办理此事项的权限',
  404: '没有找到，或者不在您的查看范围内',
  413: '内容过大，请缩小后重试',
  429: '操作过于频繁，请稍候再试',
  502: '服务正在重启，请稍后重试',
  503: '服务正在重启，请稍后重试',
}

/** Words for staff where the service speaks to programs. */
const byCode: Record<string, string> = {
  IDEMPOTENCY_KEY_REUSED: '上一次提交已经办理成功，现在的内容与那次不同。请先到台账核对已办理的内容，不要重复办理',
}

export function refusal(status: number, body: unknown): Refused {
  const problem = (body && typeof body === 'object' ? body : {}) as Partial<Problem>
  const detail = byCode[problem.code ?? ''] ?? problem.detail ?? words[status] ?? `服务出错（${status}），请稍后重试或者联系系统管理员`
  return new Refused(status, {
    type: 'about:blank',
    title: problem.title ?? '',
    status,
    code: problem.code ?? `HTTP_${status}`,
    detail,
    statutes: problem.statutes ?? [],
    errors: problem.errors,
    current: problem.current,
    ...('acknowledge' in problem ? { acknowledge: problem.acknowledge } : {}),
  } as Problem)
}

/** Called when a request finds the session expired; the page stays as it is. */
export const expired = { tell: () => {} }

export function cookie(name: string): string {
  return document.cookie.match(`(?:^|; )${name}=([^;]*)`)?.[1] ?? ''
}

/** A key for one write. Old browsers and plain http have no randomUUID. */
export const requestKey = () =>
  crypto.randomUUID?.() ?? Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS'])
const guarded: Middleware = {
  onRequest({ request }) {
    if (!SAFE.has(request.method)) request.headers.set('X-CSRFToken', cookie('csrftoken'))
    return request
  },
  async onResponse({ response }) {
    if (response.ok || response.status === 304) return response
    if (response.status === 401) expired.tell()
    throw refusal(response.status, await response.clone().json().catch(() => null))
  },
  onError: () => refusal(0, null),
}

// The address of every path begins with /api/v1 already.
export const api = createClient<paths>({ baseUrl: '', credentials: 'same-origin' })
api.use(guarded)

/** The body of an answer; refusals are thrown before. */
export async function got<T>(answer: Promise<{ data?: T }>): Promise<T> {
  return (await answer).data as T
}

/** One write, by the address the contract gives it: what forms made from the contract send. */
export async function send<T>(
  method: string,
  path: string,
  body: unknown,
  headers: Record<string, string>,
): Promise<T> {
  const answer = await fetch(path, {
    method: method.toUpperCase(),
    credentials: 'same-origin',
    headers: { 'Content-Type': 'application/json', 'X-CSRFToken': cookie('csrftoken'), ...headers },
    body: JSON.stringify(body),
  }).catch(() => {
    throw refusal(0, null)
  })
  const content = await answer.json().catch(() => null)
  if (answer.ok) return content as T
  if (answer.status === 401) expired.tell()
  throw refusal(answer.status, content)
}

/** One file with what is said of it; `tell` hears percent. Throws Refused as every other write. */
export function upload<T>(path: string, body: FormData, key: string, tell: (percent: number) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', path)
    request.responseType = 'json'
    request.setRequestHeader('X-CSRFToken', cookie('csrftoken'))
    request.setRequestHeader('Idempotency-Key', key)
    request.upload.onprogress = ({ loaded, total }) => tell(Math.round((loaded / total) * 100))
    request.onerror = () => reject(refusal(0, null))
    request.onload = () => {
      if (request.status === 401) expired.tell()
      if (request.status < 300) resolve(request.response as T)
      else reject(refusal(request.status, request.response))
    }
    request.send(body)
  })
}
