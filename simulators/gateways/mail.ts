/** What a mailbox shows of a mail (RFC 5322) with one text part, which is what we send. */
export type Mail = { readonly id: string; readonly to: string; readonly subject: string; readonly text: string }

export function readMail(raw: string): Mail {
  const split = /\r?\n\r?\n/.exec(raw)
  const head = raw.slice(0, split?.index ?? raw.length).replace(/\r?\n[ \t]+/g, ' ')
  const body = split ? raw.slice(split.index + split[0].length) : ''
  const field = (name: string) => new RegExp(`^${name}:\\s*(.*?)\\s*$`, 'im').exec(head)?.[1] ?? ''
  const encoding = field('Content-Transfer-Encoding').toLowerCase()
  return {
    id: field('Message-ID').replace(/^<|>$/g, ''),
    to: field('To'),
    subject: words(field('Subject')),
    text: decoded(body, encoding).replaceAll('\r\n', '\n').trimEnd(),
  }
}

function decoded(body: string, encoding: string): string {
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString()
  return encoding === 'quoted-printable' ? printable(body.replace(/=\r?\n/g, '')) : body
}

/** Quoted-printable (RFC 2045 6.7), in UTF-8. */
function printable(text: string): string {
  const bytes = text.replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1').toString()
}

/** Encoded words in a header (RFC 2047). */
const words = (text: string): string =>
  text
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?utf-8\?([bq])\?(.*?)\?=/gi, (_, how: string, word: string) =>
      how.toLowerCase() === 'b' ? Buffer.from(word, 'base64').toString() : printable(word.replaceAll('_', ' ')),
    )
