import { defineJob } from '#ledger'
import { tryByItself } from '../forecast/try-by-itself.ts'

const seen: { reading?: string } = {}

/** After an import of published thefts the learned model is tried anew, when they stand still and little is going on. */
export const tryForecast = defineJob('try-forecast', {
  everyMs: 10 * 60_000,
  async run({ db, now }, signal = new AbortController().signal) {
    await tryByItself(db, { now, signal }, seen).catch((error: unknown) => {
      if (!signal.aborted) throw error // we are closing: the next start tries it
    })
  },
})
