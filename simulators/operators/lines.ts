import { z } from 'zod'
import type { Heard } from '#lib/heard'
import type { Effect, Judgement } from '../frame.ts'
import { type Holds, openHolds } from './holds.ts'
import { done, refuse } from './judgements.ts'
import { isHolder, type Subscriber, Subscribers, subscriberOf } from './subscribers.ts'

const msisdn = z.string()
const until = z.iso.datetime().optional()
const withdraws = z.string().optional()
const HolderCheck = z.object({
  msisdn,
  holder: z.object({ fullName: z.string(), dateOfBirth: z.string().optional(), postCode: z.string().optional() }),
})
const heldSince = z.iso.datetime().optional()
const Line = z.object({ msisdn, heldSince })
const Notice = z.object({ msisdn, about: z.literal('STOPPED') })
const Order = z.object({ msisdn, on: z.boolean(), heldSince, until, withdraws })
const Call = z.object({ line: msisdn, to: z.string() })
const Left = z.strictObject({ lines: z.array(msisdn) })
const Change = z.object({ line: msisdn, what: z.enum(['SIM_SWAP', 'PORT_OUT']), inPerson: z.boolean().optional() })

type Detail = {
  readonly msisdn: string
  readonly on?: boolean
  readonly until?: string | undefined
  readonly withdraws?: string | undefined
}

/** What no bar may ever stop (Ofcom General Condition A3). */
const emergency = new Set(['999', '112'])

const turn = (holds: Holds, order: string, { msisdn, on, until, withdraws }: Detail) => {
  if (on) holds.put(msisdn, order, until)
  else holds.lift(msisdn, withdraws)
}

/** Who holds which line: whoever was named, else for a number of its ranges the holder that follows from it. */
function openSubscribers(ranges: readonly string[]) {
  const set = new Map<string, Subscriber>()
  /** Numbers of its ranges that were taken to another operator. */
  const left = new Set<string>()
  const isInRange = (line: string) => ranges.some((range) => line.startsWith(range)) && !left.has(line)
  const find = (line: string) => set.get(line) ?? (isInRange(line) ? subscriberOf(line) : undefined)
  return {
    find,
    commands: {
      '/_subscribers': (body: unknown) => {
        for (const { line, ...known } of Subscribers.parse(body)) {
          const given = Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined))
          set.set(line, { ...(find(line) ?? subscriberOf(line)), ...given })
        }
      },
      /** Its customers go to another operator and take their numbers along: it has these lines no more. */
      '/_left': (body: unknown) => {
        for (const line of Left.parse(body).lines) {
          left.add(line)
          set.delete(line)
        }
      },
    },
  }
}

/** An operator's lines: who holds them, what may be changed on them, and whether they can call. */
export function openLines(
  ranges: readonly string[],
  now: () => Date,
  { withdrawn, heardOf }: { withdrawn: ReadonlySet<string>; heardOf: HeardOf },
) {
  const { find, ...whoHas } = openSubscribers(ranges)
  const changeHolds = openHolds(now)
  const bars = openHolds(now)
  /** Whose customers were written to, by post, mail or in the operator's app: what is sent to the line a thief reads. */
  const notices: string[] = []

  const holderCheck = (_key: string, body: unknown): Judgement | undefined => {
    const { success, data } = HolderCheck.safeParse(body)
    if (!success) return undefined
    const kind = 'match-identity'
    const subscriber = find(data.msisdn)
    if (!subscriber) return refuse(kind, 'unknown-line', 'UNKNOWN_LINE')
    const { fullName: name, dateOfBirth: born, postCode: postcode } = data.holder
    if (!isHolder(subscriber, { name, born, postcode })) return refuse(kind, 'no-match', 'NO_MATCH')
    return { ...done(kind, { msisdn: data.msisdn }, 'MATCH'), answer: toldOf(subscriber, heardOf) }
  }

  const equipment = (_key: string, body: unknown): Judgement | undefined => {
    const { success, data } = Line.safeParse(body)
    if (!success) return undefined
    const kind = 'find-handset'
    const subscriber = find(data.msisdn)
    if (!subscriber) return refuse(kind, 'unknown-line', 'UNKNOWN_LINE')
    if (isNewer(subscriber, data.heldSince)) return refuse(kind, 'other-holder', 'OTHER_HOLDER')
    return { ...done(kind, { msisdn: data.msisdn }), answer: toldOf(subscriber, heardOf) }
  }

  const switching = (onKind: string, offKind: string, holds: Holds) => (key: string, body: unknown) => {
    const { success, data } = Order.safeParse(body)
    if (!success) return undefined
    const kind = data.on ? onKind : offKind
    if (withdrawn.has(key)) return refuse(kind, 'already-undone', 'WITHDRAWN')
    const subscriber = find(data.msisdn)
    if (!subscriber) return refuse(kind, 'unknown-line', 'UNKNOWN_LINE')
    if (isNewer(subscriber, data.heldSince)) return refuse(kind, 'other-holder', 'OTHER_HOLDER')
    return holds.on(data.msisdn) === data.on ? done(kind, data, 'ALREADY', 409) : done(kind, data)
  }

  return {
    find,
    orders: {
      '/lines/v1/holder-check': holderCheck,
      '/lines/v1/equipment': equipment,
      '/lines/v1/customer-notice': noticeTo(find),
      '/lines/v1/change-hold': switching('hold-line-changes', 'release-line-changes', changeHolds),
      '/lines/v1/bar': switching('suspend-line', 'restore-line', bars),
    },
    apply: ({ key, kind, detail }: Effect) => {
      if (kind === 'tell-customer') notices.push((detail as Detail).msisdn)
      if (/line-changes$/.test(kind)) turn(changeHolds, key, detail as Detail)
      if (/^(suspend|restore)-line$/.test(kind)) turn(bars, key, detail as Detail)
    },
    commands: {
      '/_notices': () => ({ told: notices }),
      ...whoHas.commands,
      '/_call': (body: unknown) => {
        const { line, to } = Call.parse(body)
        return { connected: emergency.has(to) || (find(line) !== undefined && !bars.on(line)) }
      },
      '/_change': (body: unknown) => {
        const { line, inPerson = false } = Change.parse(body)
        // Whoever stands at the counter with a passport is the holder; whoever rings up may be the thief.
        return { done: find(line) !== undefined && (inPerson || !changeHolds.on(line)) }
      },
    },
  }
}

type Find = (line: string) => Subscriber | undefined
/** When the SIM of a line was heard in its handset. */
export type HeardOf = (subscriber: Subscriber) => Heard | undefined

const noticeTo =
  (find: Find) =>
  (_key: string, body: unknown): Judgement | undefined => {
    const { success, data } = Notice.safeParse(body)
    if (!success) return undefined
    const kind = 'tell-customer'
    return find(data.msisdn) ? done(kind, data) : refuse(kind, 'unknown-line', 'UNKNOWN_LINE')
  }

/** Whether the line went to this holder after somebody proved that it was theirs. */
const isNewer = ({ holderSince }: Subscriber, heldSince: string | undefined) =>
  holderSince !== undefined && heldSince !== undefined && Date.parse(holderSince) > Date.parse(heldSince)

/** What an operator tells of a line with its receipt. */
const toldOf = (subscriber: Subscriber, heardOf: HeardOf) => {
  const { imeis, earlier, ported, since } = subscriber
  const heard = heardOf(subscriber)
  return {
    imeis: [...imeis],
    ...(earlier !== undefined && { earlier: [...earlier] }),
    ...(ported !== undefined && { ported }),
    ...(since !== undefined && { since }),
    ...(heard !== undefined && { heard }),
  }
}
