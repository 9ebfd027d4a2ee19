import { createHash } from 'node:crypto'
import { z } from 'zod'
import { openHolds } from '../operators/holds.ts'
import { subscriberOf } from '../operators/subscribers.ts'
import { makerOf } from './tacs.ts'

export const Imei = z.string().regex(/^\d{15}$/)
const Position = z.object({ lon: z.number().min(-180).max(180), lat: z.number().min(-90).max(90) })

/** Sets what is so of one handset; what is left out stays. */
export const Handset = z.strictObject({
  imei: Imei,
  offline: z.boolean().optional(),
  /** When the owner last backed it up; null: never. */
  lastBackup: z.iso.datetime().nullable().optional(),
  position: Position.optional(),
  /** The owner has switched off that it can be found. */
  findOff: z.boolean().optional(),
})

/** Sets whose account which handsets are on, by the account's number. */
export const Accounts = z.array(z.strictObject({ line: z.string(), imeis: z.array(Imei).min(1).max(4) }))

type Known = {
  offline: boolean
  lastBackup: string | null
  position: z.output<typeof Position>
  findOff: boolean
  /** When it was erased, if it was: a trace that stays. */
  wiped: string | undefined
}

const hour = 3_600_000

/** The handsets that one pretend maker knows, and what its service holds on them. By IMEI key. */
export function openHandsets(slug: string, now: () => Date) {
  const known = new Map<string, Known>()
  const accounts = new Map<string, readonly string[]>()
  const locks = openHolds(now)
  const lost = openHolds(now)
  const locating = openHolds(now)
  /** Handsets from which the account takes no change and the wallet pays nothing. */
  const guarded = openHolds(now)

  const of = (key: string): Known => {
    const digest = createHash('sha256').update(key).digest()
    const share = (at: number) => digest.readUInt32BE(at) / 2 ** 32
    const handset = known.get(key) ?? {
      ...{ offline: false, findOff: false, wiped: undefined },
      lastBackup: new Date(Math.floor(now().getTime() / hour - share(0) * 240) * hour).toISOString(),
      position: { lon: -0.15 + share(4) * 0.1, lat: 51.49 + share(8) * 0.05 }, // somewhere in central London
    }
    known.set(key, handset)
    return handset
  }

  const ownOf = (account: string) => accounts.get(account) ?? subscriberOf(account).imeis

  return {
    ...{ of, locks, lost, locating, guarded },
    own: (account: string, imeis: readonly string[]) => void accounts.set(account, imeis),
    /** Those of them that are this maker's; of a line, the handset in which its operator knows it. */
    mine: (equipment: readonly string[] | undefined, account: string | undefined): string[] => {
      const keys = equipment ?? (account ? ownOf(account).map((imei) => imei.slice(0, 14)) : [])
      return keys.filter((key) => makerOf(key) === slug)
    },
    state: (key: string) => ({
      ...of(key),
      ...{ locked: locks.on(key), lost: lost.on(key), locating: locating.on(key) },
    }),
    position: (key: string) => ({ ...of(key).position, at: now().toISOString() }),
  }
}

export type Handsets = ReturnType<typeof openHandsets>

/** The owner's own PIN, which the maker does not know. It follows from the handset so that everyone who plays can type it. */
export const pinOf = (key: string) => key.slice(-4)
