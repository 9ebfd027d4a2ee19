import { z } from 'zod'
import { pairingKeyCheck, simMark } from '#lib/feed/sim-mark'
import type { Judgement } from '../frame.ts'
import { done, refuse } from './judgements.ts'
import type { Subscriber } from './subscribers.ts'

const Pairing = z.object({ msisdn: z.string(), equipment: z.array(z.string().regex(/^\d{14}$/)).min(1) })

/** What a pretend operator keeps to itself, and gives to its own nodes. */
export const pairingKeyOf = (slug: string): string => `the pairing key of ${slug}`

/** The line's SIM may use these handsets: it is named by marks that nobody else can make. */
export const pairingOrder =
  (find: (line: string) => Subscriber | undefined, pairingKey: string) =>
  (_key: string, body: unknown): Judgement | undefined => {
    const { success, data } = Pairing.safeParse(body)
    if (!success) return undefined
    const subscriber = find(data.msisdn)
    if (!subscriber) return refuse('pair-handset', 'unknown-line', 'UNKNOWN_LINE')
    const sims = data.equipment.map((imeiKey) => ({ imeiKey, mark: simMark(pairingKey, imeiKey, subscriber.supi) }))
    return { ...done('pair-handset', { msisdn: data.msisdn }), answer: { sims, keyCheck: pairingKeyCheck(pairingKey) } }
  }
