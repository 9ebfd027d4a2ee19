import { fastifyCookie as cookies } from '@fastify/cookie'

/** One cookie of ours: read from a request, made for a reply. Over https its name has the `__Host-` prefix, so that no
 * other host of the domain and no plain-http page can plant one (RFC 6265bis section 4.1.3.2). */
export type Cookie = {
  name: string
  read: (header: string | undefined) => string | undefined
  set: (value: string, maxAgeSeconds?: number) => string
  clear: () => string
}

export function cookie(name: string, { secure }: { secure: boolean }): Cookie {
  const full = secure ? `__Host-${name}` : name
  // Lax, not Strict: the identity provider sends the browser back by a link from another site.
  const shared = { path: '/', httpOnly: true, sameSite: 'lax', secure } as const
  return {
    name: full,
    read: (header) => (header ? cookies.parse(header)[full] || undefined : undefined),
    set: (value, maxAge) => cookies.serialize(full, value, maxAge === undefined ? shared : { ...shared, maxAge }),
    clear: () => cookies.serialize(full, '', { ...shared, maxAge: 0 }),
  }
}
