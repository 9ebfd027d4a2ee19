import { isFree } from '#platform/embedded-postgres/port'
import { type Lock, takeLock } from '#platform/lock'

/**
 * A port of 127.0.0.1 that is this test process's alone, and so are those at `offsets` from it. It lies below the range from
 * which systems take ports for outgoing connections, and no other test process is given it as long as this one lives: what
 * is only looked at, let go and opened later may be somebody else's by then.
 */
export async function ownPort(offsets: readonly number[] = [0]): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 11_000)
    if (await takeAll(offsets.map((offset) => port + offset))) return port
  }
}

async function takeAll(ports: readonly number[]): Promise<boolean> {
  const taken: Lock[] = []
  for (const port of ports) {
    const lock = await takeLock(`test port ${port}`, '')
    if ('heldBy' in lock) break
    lock.unref()
    taken.push(lock)
    if (!(await isFree(port))) break
    if (taken.length === ports.length) return true
  }
  for (const lock of taken) await lock.release()
  return false
}
