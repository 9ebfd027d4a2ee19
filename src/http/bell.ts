import type { FastifyInstance } from 'fastify'
import type { LiveHub } from './live-hub.ts'

/** An announcement that comes while nobody waits is kept for the next wait. */
export type Bell = {
  /** True when there was an announcement, false when the time ran out or the server closes. */
  readonly rung: (withinMs: number) => Promise<boolean>
  readonly stop: () => void
}
export type OpenBell = (topic: string) => Bell

/** Bells on the announcements of this process, for a request that waits for news. All waiting ends when the server closes. */
export const bells = (app: FastifyInstance, hub: LiveHub): OpenBell => {
  const closing = new AbortController()
  app.addHook('preClose', async () => closing.abort())
  return (topic) => {
    let isRung = false
    let wake = () => {}
    const stopListening = hub.listen(topic, () => {
      isRung = true
      wake()
    })
    const end = () => wake()
    closing.signal.addEventListener('abort', end)
    return {
      rung: async (withinMs) => {
        if (!isRung && !closing.signal.aborted) {
          await new Promise<void>((resolve) => {
            const timer = setTimeout(resolve, withinMs)
            wake = () => {
              clearTimeout(timer)
              resolve()
            }
          })
        }
        const was = isRung
        isRung = false
        return was
      },
      stop: () => {
        stopListening()
        closing.signal.removeEventListener('abort', end)
      },
    }
  }
}
