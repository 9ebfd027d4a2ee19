/** A Unix socket's path has 107 bytes at most (sun_path of unix(7)), and PostgreSQL adds this to its folder. */
const longest = 107 - '/.s.PGSQL.65535'.length

/**
 * The folder of the server's Unix socket: the cluster's own, which no other account may enter. '' where the path is too long
 * for one, or has signs that PostgreSQL reads otherwise in a list of folders.
 */
export const socketFolder = (cluster: string): string =>
  Buffer.byteLength(cluster) <= longest && /^\/[\w./+@-]+$/.test(cluster) ? cluster : ''

/**
 * Where the owner reaches the embedded server. By its socket when it has one: loopback TCP costs both sides more than the short
 * statements that go over it (ADR 0033). What cannot speak it still finds 127.0.0.1 here.
 */
export function embeddedUrl(cluster: string, port: number, password: string): string {
  const url = new URL(`postgres://ringback@127.0.0.1:${port}/ringback`)
  url.password = encodeURIComponent(password)
  const folder = socketFolder(cluster)
  if (folder) url.searchParams.set('host', folder)
  return url.href
}
