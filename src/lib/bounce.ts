import PostalMime, { type Attachment, type Header } from 'postal-mime'

/** What a mail server says became of a mail that it took from us. `delayed`: it goes on trying. */
export type Bounce = {
  /** The Message-ID of the mail that it is about, as it came back. Nothing else in a report says which mail that is. */
  readonly about: string
  readonly became: 'permanent-failure' | 'temporary-failure' | 'delayed' | 'delivered'
}

/** A report is short, and the mail that it returns is ours: what is longer than this holds nothing that we look for. */
export const longestBounce = 1024 * 1024

const limits = {
  maxNestingDepth: 8,
  maxHeadersSize: 64 * 1024,
  forceRfc822Attachments: true,
  attachmentEncoding: 'utf8',
} as const

/**
 * Reads a delivery report (RFC 3464) in its envelope (RFC 6522), as Postfix, Exim and others write it; undefined for any other mail.
 * It trusts no address in it: whoever writes the report writes those.
 */
export async function readBounce(raw: Uint8Array): Promise<Bounce | undefined> {
  const mail = await parsed(raw.subarray(0, longestBounce))
  if (!mail || !isReport(mail.headers)) return undefined
  const part = (...types: string[]) => mail.attachments.find(({ mimeType }) => types.includes(mimeType))
  const returned = part('message/rfc822', 'text/rfc822-headers', 'message/global', 'message/global-headers')
  const fields = fieldsOf(textOf(returned))
  // Every mail has a From: what has none is no head of one, though a line of it may look like ours.
  const about = (fields.has('from') && fields.get('message-id')) || ''
  const became = becameOf(textOf(part('message/delivery-status', 'message/global-delivery-status')))
  return messageId.test(about) && became ? { about, became } : undefined
}

/** One id and nothing around it (RFC 5322, 3.6.4): a line that lost its end runs into the next one. */
const messageId = /^<[^\s<>]+>$/

/** The parser throws for what no mail server sends, such as parts within parts without end. */
async function parsed(raw: Uint8Array) {
  try {
    return await PostalMime.parse(raw, limits)
  } catch {
    return undefined
  }
}

const isReport = (headers: readonly Header[]) => {
  const type = headers.find(({ key }) => key === 'content-type')?.value ?? ''
  return /^\s*multipart\/report\s*;/i.test(type) && /;\s*report-type\s*=\s*"?(global-)?delivery-status"?/i.test(type)
}

const textOf = (part: Attachment | undefined): string => (typeof part?.content === 'string' ? part.content : '')

/** Groups of fields with an empty line between: the first is about the report, each other about one recipient. */
function becameOf(status: string): Bounce['became'] | undefined {
  const groups = status.split(/\r?\n[ \t]*\r?\n/).map(fieldsOf)
  const said = groups.flatMap((fields) => {
    const [action, code] = [fields.get('action')?.toLowerCase(), fields.get('status') ?? '']
    if (action === undefined) return []
    if (action === 'failed')
      return code.startsWith('4') ? ['temporary-failure' as const] : ['permanent-failure' as const]
    return action === 'delayed' ? ['delayed' as const] : ['delivered' as const]
  })
  // We write to one address. Behind it may be several: it arrived if it arrived at one of them.
  for (const one of ['delivered', 'delayed', 'temporary-failure', 'permanent-failure'] as const)
    if (said.includes(one)) return one
  return undefined
}

/** The fields of a header (RFC 5322), by name in small letters; each as it first stands, without comments. */
function fieldsOf(head: string): ReadonlyMap<string, string> {
  const end = /\r?\n[ \t]*\r?\n/.exec(head.trimStart())
  const lines = (end ? head.trimStart().slice(0, end.index) : head.trimStart())
    .replaceAll(/\r?\n[ \t]+/g, ' ')
    .split(/\r?\n/)
  const fields = new Map<string, string>()
  for (const line of lines) {
    const [, name, value] = /^([!-9;-~]+)\s*:\s*(.*)$/.exec(line) ?? []
    const key = name?.toLowerCase()
    if (key && value !== undefined && !fields.has(key)) fields.set(key, value.replace(/\s*\([^()]*\)\s*$/, '').trim())
  }
  return fields
}
