import { hash } from 'node:crypto'
import { type FeedKey, type Problem, problem } from '#http'
import { statementText } from '#lib/feed/statement'
import type { Batch, NoBatch } from './read-batch.ts'
import type { ExceptionBatch } from './read-exceptions.ts'

type To = { readonly operator: string; readonly feedKey: FeedKey; readonly now: () => Date }

/** A batch as it goes out: its lines, and a last line with the signed note over them, the ledger's head and the proofs. */
export const said = (batch: Batch, to: To): string => batch.lines + lastLine(batch, to)

/** What differs from operator to operator. */
export const lastLine = (batch: Batch, to: To): string =>
  `${JSON.stringify({ note: noteOf('changes', batch, to), head: batch.head, proofs: batch.proofs, seal: batch.seal })}\n`

/** Changes of what stands beside the list, as they go out. */
export const saidOfExceptions = (batch: ExceptionBatch, to: To): string =>
  `${batch.lines}${JSON.stringify({ note: noteOf('exceptions', batch, to) })}\n`

type Told = Pick<Batch, 'first' | 'last' | 'lines' | 'hash'>

const noteOf = (
  kind: 'changes' | 'exceptions',
  { first, last, lines, hash: running }: Told,
  { operator, feedKey, now }: To,
) =>
  feedKey.sign(
    statementText({
      kind,
      ...{ origin: feedKey.name, operator, first, last },
      ...{ body: hash('sha256', lines, 'base64'), hash: running.toString('base64'), at: now().toISOString() },
    }),
  )

const sayings = {
  beyond: 'You ask for changes after a number that the list has not reached.',
  forgotten: 'The changes after that number are no longer kept.',
  unknown: 'No batch ended at that number. Ask with the last number of a batch or the number of a snapshot.',
  other: 'Up to that number your list is not the one that is kept here: its running hash differs.',
} as const

/** The same for what stands beside the list: its beginning is its whole. */
export const beginAgain = ({ wrong, newest }: NoBatch): Problem =>
  problem('snapshot-needed', {
    detail: `${sayings[wrong]} The last number here is ${newest}. Ask with after=0, and go on from what you have until you have taken and checked all that comes: only then does it replace the rest.`,
  })

/** Why there is no batch, and what to do. */
export const snapshotNeeded = ({ wrong, newest }: NoBatch): Problem =>
  problem('snapshot-needed', {
    detail: `${sayings[wrong]} The last number here is ${newest}. Take the whole list at /api/blocklist/snapshot, and go on after the number in its first line.`,
  })
