import { setTimeout as pause } from 'node:timers/promises'
import { beatMs } from '#lib/feed/wire'

/** So many may wait to be taken; the rest waits where it comes from. */
export const mostWaiting = 32
/** Beats come every second when nothing else does: after three that are missing nobody is there. */
const silenceMs = 3 * beatMs

/** What has come and was not taken yet, in order; and whether anything comes at all. */
export function openInbox(hushMs: number) {
  const waiting: Buffer[] = []
  let heardAt = Number.NEGATIVE_INFINITY
  let hushedUntil = Number.NEGATIVE_INFINITY
  let came = Promise.withResolvers<void>()
  let taken = Promise.withResolvers<void>()
  const isHushed = () => performance.now() < hushedUntil
  const isAlive = () => !isHushed() && performance.now() - heardAt < silenceMs

  return {
    isAlive,
    /** A beat says nothing that batches which wait do not. */
    put(bytes: Buffer, isBeat: boolean): void {
      if (isHushed()) return
      heardAt = performance.now()
      if (isBeat && waiting.length > 0) return
      waiting.push(bytes)
      came.resolve()
    },
    /** The next one; undefined when nothing comes though something should. */
    async next(stopped: AbortSignal): Promise<Buffer | undefined> {
      while (waiting.length === 0 && isAlive() && !stopped.aborted) {
        const ended = new AbortController()
        const signal = AbortSignal.any([stopped, ended.signal])
        const silence = pause(silenceMs - (performance.now() - heardAt), undefined, { signal })
        await Promise.race([came.promise, silence.catch(() => undefined)])
        ended.abort()
        came = Promise.withResolvers()
      }
      taken.resolve()
      taken = Promise.withResolvers()
      return waiting.shift()
    },
    /** Returns when there is room for more. */
    async room(): Promise<void> {
      while (waiting.length >= mostWaiting) await taken.promise
    },
    /** Forgets what waits, and hears nothing for a while. */
    hush(): void {
      hushedUntil = performance.now() + hushMs
      waiting.length = 0
      taken.resolve()
    },
  }
}
