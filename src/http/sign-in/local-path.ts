const BASE = 'https://ringback.invalid'

/** Where to go after sign-in, if `next` is a path of ours; otherwise `/`. Refuses everything that a browser could read as
 * another site: `//evil`, `/\evil`, `/.//evil`, tabs and line ends (WHATWG URL strips those), absolute URLs. */
export function localPath(next: unknown): string {
  if (typeof next !== 'string' || !next.startsWith('/') || next.length > 2000) return '/'
  if (!URL.canParse(next, BASE)) return '/'
  const { origin, pathname, search } = new URL(next, BASE)
  // Checked on the parsed path too: dot segments only collapse in parsing, and `/.//evil` becomes `//evil`.
  if (origin !== BASE || pathname.startsWith('//') || /^\/sign-(in|out)(\/|$)/.test(pathname)) return '/'
  return pathname + search
}
