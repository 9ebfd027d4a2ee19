/** One cookie of ours: read from a request, made for a reply. Over https its name has the `__Host-` prefix, so that no
 * other host of the domain and no plain-http page can plant one (RFC 6265bis section 4.1.3.2). */
export type Cookie = {
  name: string
  read: (header: string | undefined) => string | undefined
  /** Values are base64url with dots, which need no encoding (RFC 6265 section 4.1.1). */
  set: (value: string, maxAgeSeconds?: number) => string
  clear: () => string
}

export function cookie(name: string, { secure }: { secure: boolean }): Cookie {
  const full = secure ? `__Host-${name}` : name
  // Lax, not Strict: the identity provider sends the browser back by a link from another site.
  const attributes = `Path=/; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`
  const line = (value: string, maxAge?: number) =>
    `${full}=${value}; ${maxAge === undefined ? '' : `Max-Age=${maxAge}; `}${attributes}`
  return { name: full, read: (header) => valueIn(header, full), set: line, clear: () => line('', 0) }
}

function valueIn(header: string | undefined, name: string): string | undefined {
  const pair = header?.split(';').find((one) => one.trim().startsWith(`${name}=`))
  const value = pair?.trim().slice(name.length + 1)
  return value && /^[\w.-]{1,4000}$/.test(value) ? value : undefined
}
