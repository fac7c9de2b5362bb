// Looking at a file of the service in a tab of its own.
import { ElMessage } from 'element-plus'
import { refusal } from '../api/client'
import { form } from '../api/forms'

/** Shows a PDF in a new tab; where the server cannot make one, `instead` is downloaded. The tab is
 * opened at once, because browsers allow it on a click only. */
export async function view(pdf: string, instead?: string): Promise<void> {
  const tab = window.open('', '_blank')
  const answer = await fetch(pdf, { credentials: 'same-origin' }).catch(() => null)
  if (answer?.ok && tab) {
    tab.location.href = URL.createObjectURL(await answer.blob())
    return
  }
  tab?.close()
  if (answer?.status === 503 && instead) {
    ElMessage.info('服务器不能转换为 PDF，改为下载 Word 文档')
    window.location.assign(instead)
    return
  }
  ElMessage.error(refusal(answer?.status ?? 0, await answer?.json().catch(() => null)).message)
}

/** 1536 gives 1.5 KB. */
export function sizeOf(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB']
  const at = Math.min(units.length - 1, Math.floor(Math.log2(Math.max(bytes, 1)) / 10))
  const number = bytes / 1024 ** at
  return `${at ? number.toFixed(1) : number} ${units[at]}`
}

/** Kinds of attachments, as the contract lists them. */
export const KINDS = form('attachments_create').fields.find((one) => one.name === 'kind')?.choices ?? []
export const nameOfKind = (code: string) => KINDS.find((one) => one.code === code)?.name ?? code

/** What a file most likely is, by its media type. */
export function kindOf(type: string): string {
  const [family] = type.split('/')
  if (family === 'image') return 'photo'
  return family === 'audio' || family === 'video' ? family : type === 'application/pdf' ? 'scan' : 'document'
}
