import PostalMime, { type Email } from 'postal-mime'
import { type Indicator, readMessage } from './read-message.ts'

/** A mail that somebody forwarded: who they say they are, and what of it points to who sent the first one. */
export type Forwarded = { readonly from: string; readonly found: readonly Indicator[] }

export const longestMail = 2_000_000
const deepest = 20

/**
 * Reads a mail that was forwarded as it stands in it, or as a file in it. Who forwards it is only what its head says: it decides nothing but
 * that one address counts once. Undefined where it is no mail, or says of nobody who sent it. Never throws, whatever comes.
 */
export async function readForward(bytes: Uint8Array): Promise<Forwarded | undefined> {
  const mail = await parsed(bytes.subarray(0, longestMail))
  const from = mail?.from?.address?.trim().toLowerCase()
  if (!mail || !from || !/^[^\s@]{1,64}@[^\s@]{1,200}$/.test(from)) return undefined
  const inside = await Promise.all(
    mail.attachments
      .filter(({ mimeType }) => mimeType === 'message/rfc822')
      .slice(0, 3)
      .map(async ({ content }) => wordsIn(await parsed(bytesOf(content)), true)),
  )
  const found = readMessage([...inside, wordsIn(mail, false)].join('\n'))
  return { from, found: found.filter((one) => !isOfSender(one, from)) }
}

async function parsed(raw: Uint8Array): Promise<Email | undefined> {
  try {
    return await PostalMime.parse(raw, {
      maxNestingDepth: deepest,
      maxHeadersSize: 200_000,
      forceRfc822Attachments: true,
      attachmentEncoding: 'arraybuffer',
    })
  } catch {
    return undefined // no mail, or one that is made to be unreadable
  }
}

const bytesOf = (content: string | ArrayBuffer | Uint8Array): Uint8Array =>
  typeof content === 'string' ? new TextEncoder().encode(content) : new Uint8Array(content as ArrayBuffer)

/** Where links of a page go to comes first: what is written on them may be another address. `head`: with who sent it. */
function wordsIn(mail: Email | undefined, head: boolean): string {
  if (!mail) return ''
  const { html = '', text = '', from } = mail
  const links = [...html.matchAll(/\bhref\s*=\s*["']?(https?:[^"'\s>]{1,500})/gi)].map(([, href = '']) => href)
  const plain = html.replaceAll(/<[^>]{0,2000}>/g, ' ')
  return [...(head && from?.address ? [`From: ${from.address}`] : []), ...links, text, plain].join('\n')
}

/**
 * What stands below a mail is the sign-off of whoever forwards it: their own number, address and house are nobody's fraud. So no number is
 * taken from a mail at all.
 */
const isOfSender = ({ sort, value }: Indicator, from: string): boolean => {
  const house = from.slice(from.indexOf('@') + 1)
  return sort === 'number' || value === from || (sort === 'link' && (value === house || value.endsWith(`.${house}`)))
}
