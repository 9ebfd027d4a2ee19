import { hash as digest } from 'node:crypto'
import { type Change, type Hold, type Holds, lineOf } from '#lib/feed/holds'
import { afterPiece, pieceSize } from '#lib/feed/running-hash'
import { judgeSeal, type SealFault } from '#lib/feed/seal'
import { type FeedStatement, parseStatement } from '#lib/feed/statement'
import { type NoteVerifier, openNote } from '#lib/note'

/** Whose word counts, and to whom it must be said. `ledger`: by whose key it must be proved that changes stand in the ledger. */
export type Expected = {
  readonly verifier: NoteVerifier
  readonly operator: string
  readonly ledger?: NoteVerifier | undefined
}
/** Where a node stands: the last number it has and the running hash after it. */
export type Place = { readonly no: number; readonly hash: Buffer }
/** Where a list stands, and when the centre last said so (ms since 1970). */
export type Standing = { readonly place: Place; readonly at: number }
/** Takes the whole new state of a key. */
export type Put = (key: string, holds: Holds) => void

/** Changes that may be taken, and where the node then stands. `at`: when the centre said so (ms since 1970). */
export type Batch = Judged<Change>

/** Why a batch or a list is not believed: one word for metrics and logs. */
export type Fault =
  | SealFault
  | 'form'
  | 'signature'
  | 'other-feed'
  | 'other-operator'
  | 'other-place'
  | 'body'
  | 'gap'
  | 'running-hash'
  | 'count'

/** Nothing of it may be taken. `first` and `last`: where it begins and ends, when all that is wrong is its place. */
export type Refused = { readonly fault: Fault; readonly first?: number; readonly last?: number }

/** What tells the changes of one feed from those of another: what they are called, how they read, how they are hashed. */
export type Form<One> = {
  readonly kind: FeedStatement['kind']
  readonly read: (line: Record<string, unknown>) => One | undefined
  readonly hashAfter: (before: Buffer, changes: readonly One[]) => Buffer
}
/** `changes` are new; `all` has those too that were there before. */
export type Judged<One> = {
  readonly changes: readonly One[]
  readonly all: readonly One[]
  readonly place: Place
  readonly at: number
}

/** Judges a batch of the list; where the ledger's key is known, also whether what it says was ever sealed. */
export function judgeBatch(bytes: Buffer, expected: Expected, place: Place): Batch | Refused {
  const batch = judge(ofList, bytes, expected, place)
  if ('fault' in batch || !expected.ledger) return batch
  const fault = judgeSeal(parsed(bytes.toString('utf8', lastLineOf(bytes))) ?? {}, batch.all, expected.ledger)
  return fault ? { fault } : batch
}

/** Where the last line begins. */
const lastLineOf = (bytes: Buffer) => (bytes.length > 1 ? bytes.lastIndexOf(10, bytes.length - 2) + 1 : 0)

/**
 * Judges in the order of docs/guide/feed.md, "Check". Pure. A batch may begin before the place where this node stands: what
 * comes after that is new, and must lead to the running hash that was signed.
 */
export function judge<One extends { readonly no: number }>(
  form: Form<One>,
  bytes: Buffer,
  expected: Expected,
  place: Place,
): Judged<One> | Refused {
  const end = lastLineOf(bytes)
  const said = statementIn(bytes.toString('utf8', end), expected)
  if ('fault' in said) return said
  if (said.kind !== form.kind || said.kind === 'snapshot') return { fault: 'other-place' }
  const { first, last } = said
  if (first !== place.no + 1 && !(first <= place.no && last > place.no)) return { fault: 'other-place', first, last }
  const body = bytes.subarray(0, end)
  if (digest('sha256', body, 'base64') !== said.body) return { fault: 'body' }
  const changes = changesIn(body.toString('utf8'), form.read)
  if (!changes) return { fault: 'form' }
  const isGapless = changes.every(({ no }, at) => no === first + at)
  if (!isGapless || last !== first - 1 + changes.length) return { fault: 'gap' }
  const newOnes = changes.slice(place.no + 1 - first)
  const hash = form.hashAfter(place.hash, newOnes)
  if (hash.toString('base64') !== said.hash) return { fault: 'running-hash' }
  return { changes: newOnes, all: changes, place: { no: last, hash }, at: Date.parse(said.at) }
}

/** What the last line of a batch or a list says over all that stands before it. */
export function statementIn(line: string, { verifier, operator }: Expected): FeedStatement | { readonly fault: Fault } {
  const note = parsed(line)?.note
  if (typeof note !== 'string') return { fault: 'form' }
  const opened = openNote(note, [verifier])
  if ('wrong' in opened) return { fault: 'signature' }
  const said = parseStatement(opened.text)
  if (!said) return { fault: 'form' }
  if (said.origin !== verifier.name) return { fault: 'other-feed' }
  return said.operator === operator ? said : { fault: 'other-operator' }
}

export function parsed(line: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}

export const isKey = (key: unknown): key is string => typeof key === 'string' && /^\d{14}$/.test(key)

/** Any number that a clock can show. */
const isTime = (until: unknown) => until === undefined || (Number.isSafeInteger(until) && Number(until) >= 0)

export const isHolds = (holds: unknown): holds is Hold[] =>
  Array.isArray(holds) &&
  holds.every(
    (one: Partial<Hold> | null) => (one?.status === 'blocked' || one?.status === 'tracked') && isTime(one.until),
  )

function changesIn<One>(body: string, read: Form<One>['read']): One[] | undefined {
  const changes: One[] = []
  for (const line of body.split('\n').slice(0, -1)) {
    const change = read(parsed(line) ?? {})
    if (!change) return undefined
    changes.push(change)
  }
  return changes
}

const ofList: Form<Change> = {
  kind: 'changes',
  read({ no, key, holds, seq }) {
    if (!Number.isSafeInteger(no) || !Number.isSafeInteger(seq) || !isKey(key) || !isHolds(holds)) return undefined
    return { no: Number(no), key, holds, seq: Number(seq) }
  },
  hashAfter: (before, changes) => hashAfter(before, changes),
}

/** Piece by piece: the changes of one sealed entry, at most so many of them. */
function hashAfter(before: Buffer, changes: readonly Change[]): Buffer {
  let hash = before
  for (let from = 0, to = 0; from < changes.length; from = to) {
    while (to < changes.length && to - from < pieceSize && changes[to]?.seq === changes[from]?.seq) to++
    hash = afterPiece(hash, changes.slice(from, to).map(lineOf).join(''))
  }
  return hash
}
