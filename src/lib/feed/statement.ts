/**
 * What the feed signs: that these are the changes `first` to `last` for this operator, of the list or of what stands beside it
 * (`exceptions`); or its list as of number `last` with `count` keys. `body` is the SHA-256 of all that stands before the note, `hash` the running hash after `last`; both base64.
 */
export type FeedStatement = { readonly origin: string; readonly operator: string } & (
  | { readonly kind: 'changes' | 'exceptions'; readonly first: number; readonly last: number }
  | { readonly kind: 'snapshot'; readonly last: number; readonly count: number }
) & { readonly body: string; readonly hash: string; readonly at: string }

/** The text that is signed, a line each: origin, operator, what it is, body, running hash, time. */
export function statementText(said: FeedStatement): string {
  const what =
    said.kind === 'snapshot' ? `snapshot ${said.last} ${said.count}` : `${said.kind} ${said.first} ${said.last}`
  return `${[said.origin, said.operator, what, said.body, said.hash, said.at].join('\n')}\n`
}

const hash = /^[A-Za-z0-9+/]{43}=$/

/** Reads a text that was signed; undefined when it is none of the feed's. */
export function parseStatement(text: string): FeedStatement | undefined {
  const [origin, operator, what = '', body = '', running = '', at = '', end, ...rest] = text.split('\n')
  const [, kind, one, two] = /^(changes|exceptions|snapshot) (\d{1,15}) (\d{1,15})$/.exec(what) ?? []
  if (!origin || !operator || !kind || end !== '' || rest.length > 0) return undefined
  if (!hash.test(body) || !hash.test(running) || Number.isNaN(Date.parse(at))) return undefined
  const common = { origin, operator, body, hash: running, at }
  return kind === 'snapshot'
    ? { ...common, kind, last: Number(one), count: Number(two) }
    : { ...common, kind: kind as 'changes' | 'exceptions', first: Number(one), last: Number(two) }
}
