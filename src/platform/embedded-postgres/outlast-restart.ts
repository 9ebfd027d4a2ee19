import { setTimeout as sleep } from 'node:timers/promises'

type Patience = { forMs?: number; ended?: AbortSignal | undefined }

/**
 * Does `work`, and does it again from its beginning when the database goes away under it: the embedded server that dies
 * is started again on its port. `work` must be safe to repeat. Gives up after `forMs` (a minute) or when `ended`.
 */
export async function outlastRestart<T>(work: () => Promise<T>, { forMs = 60_000, ended }: Patience = {}): Promise<T> {
  for (const end = performance.now() + forMs; ; await sleep(100)) {
    try {
      return await work()
    } catch (error) {
      if (!isLostConnection(error) || ended?.aborted || performance.now() > end) throw error
    }
  }
}

const socketCodes = ['ECONNREFUSED', 'ECONNRESET', 'EPIPE']
// Class 08 connection exception; 57P01 to 57P03: admin shutdown, crash shutdown, cannot connect now (PostgreSQL, Appendix A).
const sqlState = /^(08...|57P0[123])$/

const driverWords = /^(Connection terminated|Client has encountered a connection error)/ // pg gives these no code

/** Whether the error, or one that caused it, says that the database went away, not that it refused. */
export function isLostConnection(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = 'code' in error ? String(error.code) : ''
  // The socket of a server that is not there is no file.
  const noSocket = code === 'ENOENT' && 'syscall' in error && error.syscall === 'connect'
  const lost = noSocket || socketCodes.includes(code) || sqlState.test(code) || driverWords.test(error.message)
  return lost || isLostConnection(error.cause)
}
