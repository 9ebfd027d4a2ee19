/** A text that is searched. `pseudonymous` is the part of it in which IMEIs may stand, but no name, contact or number. */
export type Source = { readonly where: string; readonly text: string; readonly pseudonymous?: string | undefined }

/** What must not be found: personal data anywhere, IMEIs (by their first 14 digits) anywhere else than allowed. */
export type Secrets = { readonly personal: readonly string[]; readonly imeis: readonly string[] }

/** Finds secrets as they are or as addresses write them, in capitals or not. One sentence for each place and secret. */
export function findLeaks(sources: readonly Source[], { personal, imeis }: Secrets): string[] {
  const found = sources.flatMap(({ where, text, pseudonymous = '' }) => [
    ...within(text, [...personal, ...imeis]).map((secret) => `${where} holds ${secret}`),
    ...within(pseudonymous, personal).map((secret) => `${where} holds ${secret}`),
  ])
  return [...new Set(found)]
}

function within(text: string, secrets: readonly string[]): string[] {
  const low = text.toLowerCase()
  const decoded = low.includes('%') ? `${low}\n${low.replaceAll(/%[0-9a-f]{2}/g, byteOf)}` : low
  return secrets.filter((secret) => decoded.includes(secret.toLowerCase()))
}

function byteOf(escaped: string): string {
  return String.fromCharCode(Number.parseInt(escaped.slice(1), 16))
}
