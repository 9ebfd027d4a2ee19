import { type Client, NotNow, notNow } from '../centre-client.ts'

/** What the centre said to a batch of readings. */
export type Said =
  /** Taken, or known from before. `refused` of them it will never take. */
  | { readonly is: 'taken'; readonly refused: number }
  /** It cannot take this batch as it is. */
  | { readonly is: 'refused' }
  /** Not now: it was not reached, or wants to be left alone for a while. */
  | { readonly is: 'later'; readonly why: string; readonly waitMs: number }

export type Centre = {
  /** Sends readings, each one JSON text. Never throws. */
  deliver(readings: readonly string[], signal: AbortSignal): Promise<Said>
}

const deadlineMs = 30_000

/** Where readings go: `POST /api/sightings` of the centre. */
export function openCentre(call: Client): Centre {
  return {
    async deliver(readings, signal) {
      try {
        const body = `{"readings":[${readings.join(',')}]}`
        const inTime = AbortSignal.any([signal, AbortSignal.timeout(deadlineMs)])
        const reply = await call('/api/sightings', { method: 'POST', body, type: 'application/json' }, inTime)
        if (reply.ok) {
          const { refused } = (await reply.json()) as { refused?: unknown }
          return { is: 'taken', refused: Array.isArray(refused) ? refused.length : 0 }
        }
        if (![400, 413, 422].includes(reply.status)) throw await notNow(reply, 'readings not taken')
        await reply.body?.cancel()
        return { is: 'refused' }
      } catch (error) {
        const { message: why, waitMs } =
          error instanceof NotNow ? error : new NotNow(`no whole answer: ${String(error)}`)
        return { is: 'later', why, waitMs }
      }
    },
  }
}
