/**
 * One change of what stands beside the list: the whole new state of what it is about (docs/guide/feed.md). `about`: `sim/KEY/MARK`, `tac/TAC`,
 * `range/FROM-TO` or `pairing-key`; `says`: empty when nothing holds any more. Neither has a space.
 */
export type ExceptionChange = {
  readonly no: number
  readonly about: string
  readonly says: string
  readonly seq: number
}

/** The line that the running hash goes over; each change is a piece of its own. */
export const exceptionLine = ({ no, about, says, seq }: ExceptionChange): string => `${no} ${about} ${says} ${seq}\n`

/** This SIM may use this handset, whatever the list says of it. */
export type Pairing = { readonly key: string; readonly mark: string; readonly until?: number | undefined }

/** What holds for every key from `from` to `to`. `by`: the organisation that decided; `why`: one word. */
export type Rule = {
  readonly from: number
  readonly to: number
  readonly status: 'blocked' | 'tracked'
  readonly until?: number | undefined
  readonly by: string
  readonly why: string
}

/** The keys that a rule is about: those of a TAC (8 digits), or from one key to another (14 digits each, a dash between). */
export type Covered = { readonly about: string; readonly from: number; readonly to: number }

/**
 * Reads `35921407` or `35921407000000-35921407004999`, with or without `tac/` or `range/`; undefined when it is neither. Both ends
 * of a range are under one TAC: one digit mistyped must not block other makers' phones by the million.
 */
export function readCovered(text: string): Covered | undefined {
  const [, tac] = /^(?:tac\/)?(\d{8})$/.exec(text) ?? []
  if (tac) return { about: `tac/${tac}`, from: Number(tac) * 1e6, to: Number(tac) * 1e6 + 999_999 }
  const [, from, to] = /^(?:range\/)?(\d{14})-(\d{14})$/.exec(text) ?? []
  if (!from || !to || from >= to || from.slice(0, 8) !== to.slice(0, 8)) return undefined
  return { about: `range/${from}-${to}`, from: Number(from), to: Number(to) }
}

/** By which key the operator's gateway makes marks: what it says is the check of it (`pairingKeyCheck`). */
export const aboutPairingKey = 'pairing-key'

export const aboutSim = (key: string, mark: string): string => `sim/${key}/${mark}`

const ending = (until: number | undefined) => (until === undefined ? '' : `@${until}`)
export const pairingSays = (until?: number): string => `permitted${ending(until)}`
export const ruleSays = ({ status, until, by, why }: Omit<Rule, 'from' | 'to'>): string =>
  `${status}${ending(until)},${by},${why}`

/** What a change means; undefined for what this program does not know: it is hashed, and passed over. */
export type Exception =
  | { readonly kind: 'pairing'; readonly key: string; readonly mark: string; readonly is: Pairing | undefined }
  | { readonly kind: 'rule'; readonly about: string; readonly is: Rule | undefined }
  | { readonly kind: 'pairing-key'; readonly is: string }

export function readException({ about, says }: Pick<ExceptionChange, 'about' | 'says'>): Exception | undefined {
  const [, key, mark] = /^sim\/(\d{14})\/([A-Za-z0-9_-]{22})$/.exec(about) ?? []
  if (key && mark) {
    const [whole, until] = /^permitted(?:@(\d{1,15}))?$/.exec(says) ?? []
    if (says !== '' && whole === undefined) return undefined
    return { kind: 'pairing', key, mark, is: says === '' ? undefined : { key, mark, ...endsAt(until) } }
  }
  if (about === aboutPairingKey) return markLike.test(says) ? { kind: 'pairing-key', is: says } : undefined
  const covered = readCovered(about)
  if (covered?.about !== about) return undefined
  if (says === '') return { kind: 'rule', about, is: undefined }
  const [, status, until, by, why] = /^(blocked|tracked)(?:@(\d{1,15}))?,([a-z0-9-]+),([a-z-]+)$/.exec(says) ?? []
  if (!status || !by || !why) return undefined
  const { from, to } = covered
  return { kind: 'rule', about, is: { from, to, status: status as Rule['status'], ...endsAt(until), by, why } }
}

const markLike = /^[A-Za-z0-9_-]{22}$/

const endsAt = (until: string | undefined) => (until === undefined ? {} : { until: Number(until) })
