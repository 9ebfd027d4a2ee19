import { type Client, notNow } from '../centre-client.ts'
import type { Place } from './judge-batch.ts'

const deadlineMs = 60_000
const snapshotDeadlineMs = 600_000

const inTime = (signal: AbortSignal, ms: number) => AbortSignal.any([signal, AbortSignal.timeout(ms)])

/** The whole list, as text in pieces. Throws `NotNow` when it is not given. */
export async function askForList(call: Client, signal: AbortSignal): Promise<AsyncIterable<string>> {
  const reply = await call('/api/blocklist/snapshot', {}, inTime(signal, snapshotDeadlineMs))
  if (!reply.ok || !reply.body) throw await notNow(reply, 'no list')
  return reply.body.pipeThrough(new TextDecoderStream())
}

/** `node` tells several nodes of one operator apart; so many seconds the centre may wait for news. */
type Ask = {
  readonly node: string | undefined
  readonly waitSeconds: number
  /** With the proof that what changed was sealed. */
  readonly sealed: boolean
}

/** What comes after a place, as it was sent; undefined when the list does not go on from there, and a whole one is needed. */
export async function askForBatch(
  call: Client,
  { no, hash }: Place,
  { node, waitSeconds, sealed }: Ask,
  signal: AbortSignal,
): Promise<Buffer | undefined> {
  const query = new URLSearchParams({
    after: `${no}`,
    hash: hash.toString('hex'),
    wait: `${waitSeconds}`,
    proofs: 'none',
  })
  if (sealed) query.set('seal', 'jointly')
  if (node !== undefined) query.set('node', node)
  return batchOf(await call(`/api/blocklist/changes?${query}`, {}, inTime(signal, deadlineMs)))
}

/** The same of what stands beside the list; undefined when it must be asked for from the beginning. */
export async function askForExceptions(
  call: Client,
  { no, hash }: Place,
  waitSeconds: number,
  signal: AbortSignal,
): Promise<Buffer | undefined> {
  const query = new URLSearchParams({ after: `${no}`, hash: hash.toString('hex'), wait: `${waitSeconds}` })
  return batchOf(await call(`/api/blocklist/exceptions?${query}`, {}, inTime(signal, deadlineMs)))
}

async function batchOf(reply: Response): Promise<Buffer | undefined> {
  if (reply.ok) return Buffer.from(await reply.arrayBuffer())
  if (reply.status !== 410) throw await notNow(reply, 'no changes')
  await reply.body?.cancel()
  return undefined
}
