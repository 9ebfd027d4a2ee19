import { z } from 'zod'
import { simMark } from '#lib/feed/sim-mark'
import { type Heard, heardIn, hourOf, isInOther } from '#lib/heard'

/** A phone that was on: in each of so many hours up to now its network heard this SIM under this number. */
export const Phones = z.array(
  z.strictObject({ imei: z.string().regex(/^\d{15}$/), supi: z.string().max(60), hours: z.int().min(1).max(168) }),
)

/** In which hours an operator heard which SIM under which number: what its EIR is asked leaves that behind. It stays here. */
export function openHours(now: () => Date, pairingKey: string) {
  const heard = new Map<string, Map<string, Set<number>>>()
  const hoursOf = (key: string, supi: string): Set<number> => {
    const sims = heard.get(key) ?? new Map<string, Set<number>>()
    const hours = sims.get(supi) ?? new Set<number>()
    heard.set(key, sims.set(supi, hours))
    return hours
  }
  const markOf = (key: string, supi: string) => simMark(pairingKey, key, supi)
  return {
    hear(key: string, supi: string, many = 1): void {
      for (let hour = 0; hour < many; hour++) hoursOf(key, supi).add(hourOf(now()) - hour)
    },
    told: (key: string, supi: string): Heard | undefined =>
      heardIn(heard.get(key)?.get(supi) ?? new Set(), { imeiKey: key, sim: markOf(key, supi) }),
    /** The SIMs that were in another phone under this number when that of the line was heard in its own. */
    inOther: (one: Heard): readonly { readonly supi: string; readonly mark: string }[] =>
      [...(heard.get(one.imeiKey) ?? [])]
        .map(([supi, hours]) => ({ supi, mark: markOf(one.imeiKey, supi), hours }))
        .filter(({ mark, hours }) => mark !== one.sim && isInOther(one, hours))
        .map(({ supi, mark }) => ({ supi, mark })),
  }
}

export type Hours = ReturnType<typeof openHours>
