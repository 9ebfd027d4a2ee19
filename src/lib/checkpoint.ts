import { HASH_BYTES, type Hash } from './merkle/hash.ts'

/** What a head says: of the log called `origin`, the first `size` leaves have this root. C2SP tlog-checkpoint. */
export type Checkpoint = { origin: string; size: number; root: Hash }

/** The text that is signed: origin, size and root, a line each. */
export function checkpointText({ origin, size, root }: Checkpoint): string {
  return `${origin}\n${size}\n${root.toString('base64')}\n`
}

/** Reads a checkpoint text; undefined when it is none. Further lines are allowed and mean nothing to us. */
export function parseCheckpoint(text: string): Checkpoint | undefined {
  const [origin, size, root, ...rest] = text.split('\n')
  if (!origin || !size || !root || rest.pop() !== '' || rest.includes('')) return undefined
  const bytes = Buffer.from(root, 'base64')
  const isOneForm = bytes.length === HASH_BYTES && bytes.toString('base64') === root
  if (!isOneForm || !/^(0|[1-9]\d*)$/.test(size) || !Number.isSafeInteger(Number(size))) return undefined
  return { origin, size: Number(size), root: bytes }
}
