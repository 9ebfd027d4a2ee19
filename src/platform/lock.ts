import { createHash } from 'node:crypto'
import { connect, createServer } from 'node:net'
import { text } from 'node:stream/consumers'

/** A lock of this machine, held by this process until released or dead. */
export type Lock = { release(): Promise<void>; unref(): void }
export type LockResult = Lock | { heldBy: string }

/**
 * Takes the lock called `name`, or says who has it. It is a socket in Linux's abstract namespace: the kernel drops it
 * with its process, also after kill -9, so a stale lock cannot exist. `holder` is what a second taker is told.
 */
export async function takeLock(name: string, holder: string): Promise<LockResult> {
  const path = `\0ringback-${createHash('sha256').update(name).digest('hex').slice(0, 32)}`
  const server = createServer((socket) => socket.on('error', () => {}).end(holder))
  try {
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(path, resolve))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') return { heldBy: await ask(path) }
    throw error
  }
  return {
    release: () => new Promise((resolve) => server.close(() => resolve())),
    unref: () => void server.unref(),
  }
}

async function ask(path: string): Promise<string> {
  const socket = connect(path)
  socket.setTimeout(1000, () => socket.destroy())
  try {
    return await text(socket)
  } catch {
    return ''
  }
}
