import { z } from 'zod'
import { pairingKeyCheck } from '#lib/feed/sim-mark'
import { Heard } from '#lib/heard'
import type { Ask, Effect, Judgement, Served } from '../frame.ts'
import { type Hours, openHours } from './heard.ts'
import { openHolds } from './holds.ts'
import { done, refuse } from './judgements.ts'

const equipment = z.array(z.string().regex(/^\d{14}$/)).min(1)
const until = z.iso.datetime().optional()
const withdraws = z.string().optional()
const Listing = z.object({
  ...{ equipment, until, withdraws },
  status: z.enum(['BLACKLISTED', 'WHITELISTED']),
  cause: z.enum(['STOLEN', 'LOST']).optional(),
  heard: Heard.optional(),
})
const Watch = z.object({ equipment, until, withdraws })

type Detail = z.output<typeof Watch> & { readonly spared?: readonly Spared[] }
type Spared = { readonly key: string; readonly supi: string; readonly mark: string }

/** SIMs in another phone under a blocked number, each beside the order that spares it. */
function openSpares(now: () => Date) {
  const held = openHolds(now)
  const sims = new Map<string, Set<string>>()
  const nameOf = (key: string, supi: string) => `${key} ${supi}`
  return {
    on: (key: string, supi: string) => held.on(nameOf(key, supi)),
    put({ key, supi }: Spared, order: string, end: string | undefined) {
      sims.set(key, (sims.get(key) ?? new Set()).add(supi))
      held.put(nameOf(key, supi), order, end)
    },
    lift(key: string, order: string | undefined) {
      for (const supi of sims.get(key) ?? []) held.lift(nameOf(key, supi), order)
    },
  }
}

/** An operator's equipment register: the list that orders built, the watches, and the 5G-EIR that answers from them. */
export function openRegister(
  now: () => Date,
  withdrawn: ReadonlySet<string>,
  { pairingKey = 'of a test', hours = openHours(now, pairingKey) }: { pairingKey?: string; hours?: Hours } = {},
) {
  const blocks = openHolds(now)
  const spares = openSpares(now)
  const watches = openHolds(now)
  const known = new Set<string>()

  const list = (key: string, body: unknown): Judgement | undefined => {
    const { success, data } = Listing.safeParse(body)
    if (!success) return undefined
    const blocking = data.status === 'BLACKLISTED'
    const kind = blocking ? 'block-handset' : 'unblock-handset'
    // A block that arrives after its own withdrawal was late on the way: it must not block.
    if (withdrawn.has(key)) return refuse(kind, 'already-undone', 'WITHDRAWN')
    if (data.equipment.some((one) => one.startsWith('00000000')))
      return refuse(kind, 'unknown-handset', 'UNKNOWN_EQUIPMENT')
    const already = blocking && data.equipment.every((one) => blocks.on(one))
    const { heard } = data
    const found = blocking && heard && data.equipment.includes(heard.imeiKey) ? hours.inOther(heard) : []
    const spared = found.map((one): Spared => ({ ...one, key: heard?.imeiKey ?? '' }))
    const detail = { ...data, spared }
    const made = already ? done(kind, detail, 'ALREADY', 409) : done(kind, detail)
    if (spared.length === 0) return made
    const sims = spared.map(({ key: imeiKey, mark }) => ({ imeiKey, mark }))
    return { ...made, answer: { sims, keyCheck: pairingKeyCheck(pairingKey) } }
  }
  const watch = (key: string, body: unknown): Judgement | undefined => {
    const { success, data } = Watch.safeParse(body)
    if (!success) return undefined
    if (withdrawn.has(key)) return refuse('watch-handset', 'already-undone', 'WITHDRAWN')
    return { taken: 'WATCHING', detail: data }
  }
  const unwatch = (_key: string, body: unknown): Judgement | undefined => {
    const { success, data } = Watch.safeParse(body)
    return success ? done('unwatch-handset', data) : undefined
  }

  return {
    blocked: blocks.on,
    spared: spares.on,
    /** The watches that wait for this handset. */
    watching: watches.orders,
    know: (key: string) => void known.add(key),
    orders: { '/eir/v1/list': list, '/eir/v1/watch': watch, '/eir/v1/unwatch': unwatch },
    took: (order: string, detail: unknown) => {
      for (const one of (detail as Detail).equipment) watches.put(one, order, (detail as Detail).until)
    },
    apply: ({ key: order, kind, detail }: Effect) => {
      const { equipment: concerned, until: end, withdraws: undone, spared = [] } = detail as Detail
      for (const one of spared) spares.put(one, order, end)
      if (kind === 'unblock-handset') for (const one of concerned) spares.lift(one, undone)
      for (const one of /^(un)?(block|watch)-handset$/.test(kind) ? concerned : []) {
        known.add(one)
        if (kind === 'block-handset') blocks.put(one, order, end)
        if (kind === 'unblock-handset') blocks.lift(one, undone)
        if (kind === 'watch-handset') watches.lift(one, order)
        if (kind === 'unwatch-handset') watches.lift(one, undone)
      }
    },
    serve: (ask: Ask) =>
      ask.path === '/n5g-eir-eic/v1/equipment-status'
        ? equipmentStatus(ask, (key, supi) => {
            if (supi !== undefined && spares.on(key, supi)) return 'WHITELISTED'
            if (blocks.on(key)) return 'BLACKLISTED'
            if (watches.on(key)) return 'GREYLISTED'
            return known.has(key) ? 'WHITELISTED' : undefined
          })
        : undefined,
  }
}

type Status = 'BLACKLISTED' | 'GREYLISTED' | 'WHITELISTED'

/**
 * N5g-eir_EquipmentIdentityCheck (3GPP TS 29.511). A PEI is matched by the 14 digits that IMEI and IMEISV share: the 15th is
 * whatever the network put there. Error causes are those of TS 29.500 and, for an unknown PEI, of TS 29.511.
 */
function equipmentStatus({ method, query }: Ask, statusOf: (key: string, supi?: string) => Status | undefined): Served {
  if (method !== 'GET') return problem(405, 'Method Not Allowed')
  const [pei, ...more] = query.getAll('pei')
  if (pei === undefined) return problem(400, 'Bad Request', 'MANDATORY_QUERY_PARAM_MISSING')
  const supis = query.getAll('supi')
  if (
    more.length > 0 ||
    !/^(imei-\d{15}|imeisv-\d{16}|mac(-[0-9a-f]{2}){6}(-untrusted)?|eui(-[0-9a-f]{2}){8})$/i.test(pei)
  )
    return problem(400, 'Bad Request', 'MANDATORY_QUERY_PARAM_INCORRECT')
  if (supis.length > 1 || supis.some((supi) => !/^(imsi-\d{5,15}|nai-.+|gci-.+|gli-.+)$/.test(supi)))
    return problem(400, 'Bad Request', 'OPTIONAL_QUERY_PARAM_INCORRECT')
  const status = statusOf(/^imei(?:sv)?-(\d{14})/.exec(pei)?.[1] ?? pei, supis[0])
  return status ? { status: 200, body: { status } } : problem(404, 'Not Found', 'ERROR_EQUIPMENT_UNKNOWN')
}

const problem = (status: number, title: string, cause?: string): Served => {
  return { status, type: 'application/problem+json', body: { status, title, ...(cause && { cause }) } }
}
