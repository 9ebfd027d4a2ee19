import type { Duplex } from 'node:stream'
import type { ClientBase } from 'pg'

/**
 * Whatever is sent on this connection in one turn of the program goes out as one piece. The driver writes each statement to
 * the socket by itself: a system call each was 40% of a writer's time.
 */
export function inOneWrite(client: ClientBase): void {
  const { stream } = (client as unknown as { connection: { stream: Duplex } }).connection
  const write = stream.write.bind(stream) as (...given: unknown[]) => boolean
  let held = false
  stream.write = (...given: unknown[]) => {
    if (!held) {
      held = true
      stream.cork()
      process.nextTick(() => {
        held = false
        stream.uncork()
      })
    }
    return write(...given)
  }
}
