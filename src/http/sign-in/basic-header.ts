/** Client id and secret from an HTTP Basic header as RFC 6749 section 2.3.1 writes them: form-encoded, then joined by a
 * colon, then base64. Null for anything else, so that no half-read credential is ever compared. */
export function basicCredentials(header: string | undefined): { clientId: string; secret: string } | null {
  const encoded = /^basic +([A-Za-z0-9+/]+={0,2})$/i.exec(header ?? '')?.[1]
  if (!encoded || encoded.length > 2048) return null
  const pair = Buffer.from(encoded, 'base64').toString('utf8')
  const colon = pair.indexOf(':')
  if (colon < 1) return null
  const clientId = formDecoded(pair.slice(0, colon))
  const secret = formDecoded(pair.slice(colon + 1))
  return clientId && secret ? { clientId, secret } : null
}

/** The header for a client id and secret: what a partner's machine sends. */
export function basicHeader(clientId: string, secret: string): string {
  return `Basic ${Buffer.from(`${formEncoded(clientId)}:${formEncoded(secret)}`).toString('base64')}`
}

const formEncoded = (text: string) => new URLSearchParams([['', text]]).toString().slice(1)

function formDecoded(text: string): string | null {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return null // a stray per cent sign
  }
}
