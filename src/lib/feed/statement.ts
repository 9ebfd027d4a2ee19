/**
 * What the feed signs: that these are the changes `first` to `last` for this operator, or its list as of number `last` with
 * `count` keys. `body` is the SHA-256 of all that stands before the note, `hash` the running hash after `last`; both base64.
 */
export type FeedStatement = { readonly origin: string; readonly operator: string } & (
  | { readonly kind: 'changes'; readonly first: number; readonly last: number }
  | { readonly kind: 'snapshot'; readonly last: number; readonly count: number }
) & { readonly body: string; readonly hash: string; readonly at: string }

/** The text that is signed, a line each: origin, operator, what it is, body, running hash, time. */
export function statementText(said: FeedStatement): string {
  const what = said.kind === 'changes' ? `changes ${said.first} ${said.last}` : `snapshot ${said.last} ${said.count}`
  return `${[said.origin, said.operator, what, said.body, said.hash, said.at].join('\n')}\n`
}

const hash = /^[A-Za-z0-9+/]{43}=$/

/** Reads a text that was signed; undefined when it is none of the feed's. */
export function parseStatement(text: string): FeedStatement | undefined {
  const [origin, operator, what = '', body = '', running = '', at = '', end, ...rest] = text.split('\n')
  const [, kind, one, two] = /^(changes|snapshot) (\d{1,15}) (\d{1,15})$/.exec(what) ?? []
  if (!origin || !operator || !kind || end !== '' || rest.length > 0) return undefined
  if (!hash.test(body) || !hash.test(running) || Number.isNaN(Date.parse(at))) return undefined
  const common = { origin, operator, body, hash: running, at }
  return kind === 'changes'
    ? { ...common, kind, first: Number(one), last: Number(two) }
    : { ...common, kind: 'snapshot', last: Number(one), count: Number(two) }
}
