import { createHmac } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { Breaks } from './breaks.ts'
import { type Holds, openHolds } from './holds.ts'
import type { Outcome } from './signing.ts'

export type Body = Readonly<Record<string, unknown>>
/** What is made of an order: an outcome, "taken", or undefined for what is none. */
export type Made = Outcome | 'taken' | undefined
export const holder = { line: '+447700900123', name: 'Test Holder', born: '1990-02-28' }
/** A SIM of its own that was on all day in another phone, under this number. */
export const copy = { key: '99000009999999', supi: 'imsi-001010000000001' }
const markOf = (over: string) =>
  createHmac('sha256', 'its own').update(over).digest().subarray(0, 16).toString('base64url')
const thisHour = () => new Date(Math.floor(Date.now() / 3_600_000) * 3_600_000).toISOString()

const done = (kind: string, status = 200, more: object = {}): Outcome => ({
  ...{ status, code: status === 409 ? 'ALREADY' : 'DONE', kind, outcome: 'acknowledged' },
  ...more,
})
const no = (kind: string, code: string, why: string): Outcome => ({ status: 422, code, kind, outcome: 'refused', why })

const isText = (value: unknown): value is string => typeof value === 'string'
const isUntil = (value: unknown): value is string | undefined =>
  value === undefined || (isText(value) && Number.isFinite(Date.parse(value)))

/** An operator's orders, with their mistakes. */
export function openOrders(breaks: Breaks, now: () => number) {
  const holds = {
    block: openHolds('block', breaks, now),
    watch: openHolds('watch', breaks, now),
    hold: openHolds('hold', breaks, now),
    bar: openHolds('bar', breaks, now),
  }
  const known = new Set<string>()
  /** The order that lets the copy in. */
  let spares: string | undefined
  const told = () => {
    const hours = breaks('the hours end with one in which nothing was heard') ? 'fffffe' : 'ffffff'
    return {
      imeis: ['490154203237518'],
      heard: { imeiKey: '49015420323751', sim: markOf('line'), to: thisHour(), hours },
    }
  }
  const withdrawn = new Set<string>()
  const begun = new Set<string>()
  /** Whether an order was taken back before it came. Asked about again after its undo, it is none that comes late. */
  const isLate = (what: string, key: string) => {
    const isNew = !begun.has(key)
    begun.add(key)
    return withdrawn.has(key) && !(isNew && breaks(`late ${what} begins`))
  }
  const withdraw = (key: unknown) => void (isText(key) && withdrawn.add(key))

  const equipmentIn = ({ equipment, until, status }: Body): string[] | undefined => {
    const length = breaks('15 digits are taken') ? /^\d{14,15}$/ : /^\d{14}$/
    if (breaks('a missing list is a fault of ours') && equipment === undefined && status) throw new Error('500')
    if (!Array.isArray(equipment) || equipment.length === 0 || !isUntil(until)) return undefined
    return equipment.every((one) => isText(one) && length.test(one)) ? equipment : undefined
  }

  const list = async (key: string, body: Body): Promise<Made> => {
    const equipment = equipmentIn(body)
    if (!equipment) return undefined
    for (const one of equipment) known.add(one.slice(0, 14))
    if (body.status === 'WHITELISTED') {
      withdraw(body.withdraws)
      if (spares === body.withdraws) spares = undefined
      for (const one of equipment) holds.block.lift(one, body.withdraws as string | undefined)
      return done(breaks('undo has the kind of its order') ? 'block-handset' : 'unblock-handset')
    }
    if (body.status !== 'BLACKLISTED' && !(isText(body.status) && breaks('what is refused is done'))) return undefined
    if (isLate('block', key)) return no('block-handset', 'WITHDRAWN', 'already-undone')
    if (equipment.some((one) => one.startsWith('00000000')) && !breaks('any number is a handset'))
      return no('block-handset', 'UNKNOWN_EQUIPMENT', 'unknown-handset')
    const was = equipment.every(holds.block.on)
    if (breaks('block and undo race')) await pause(30)
    for (const one of breaks('only the first of several is blocked') ? equipment.slice(0, 1) : equipment)
      if (!breaks('block never reaches the EIR'))
        holds.block.put(one.slice(0, 14), key, body.until as string | undefined)
    if (body.status !== 'BLACKLISTED') return undefined
    const isCopied = body.heard !== undefined && equipment.includes(copy.key)
    if (isCopied && !breaks('a copy is blocked with the stolen phone')) spares = key
    const sims = [{ imeiKey: copy.key, mark: markOf(copy.key) }]
    return done('block-handset', was ? 409 : 200, isCopied ? { answer: { sims } } : {})
  }

  const watch = (key: string, body: Body): Made => {
    const equipment = equipmentIn(body)
    if (!equipment) return undefined
    for (const one of equipment) known.add(one)
    if (breaks('a watch is done at once')) return done('watch-handset')
    if (isLate('watch', key)) return no('watch-handset', 'WITHDRAWN', 'already-undone')
    for (const one of equipment) holds.watch.put(one, key, body.until as string | undefined)
    return 'taken'
  }
  const unwatch = (_key: string, body: Body): Made => {
    const equipment = equipmentIn(body)
    if (!equipment) return undefined
    if (!breaks('unwatch forgets what it withdraws') || !holds.watch.on(equipment[0] ?? '')) withdraw(body.withdraws)
    for (const one of equipment) holds.watch.lift(one, body.withdraws as string | undefined)
    return done('unwatch-handset')
  }

  const onLine =
    (what: 'hold' | 'bar', held: Holds, kind: string, undoKind: string) =>
    (key: string, body: Body): Made => {
      const { msisdn, on, until, withdraws } = body
      if (!isText(msisdn) || typeof on !== 'boolean' || !isUntil(until)) return undefined
      if (!on) {
        withdraw(withdraws)
        const was = held.on(msisdn)
        held.lift(msisdn, withdraws as string | undefined)
        return done(undoKind, was ? 200 : 409)
      }
      if (isLate(what, key)) return no(kind, 'WITHDRAWN', 'already-undone')
      if (msisdn !== holder.line && !breaks('any number is a line')) return no(kind, 'UNKNOWN_LINE', 'unknown-line')
      const was = held.on(msisdn) && !breaks(`${what} is never there already`)
      held.put(msisdn, key, until)
      return done(kind, was ? 409 : 200)
    }

  const isHolder = (who: unknown) => {
    const { fullName, dateOfBirth } = (who ?? {}) as Body
    return (fullName === holder.name && dateOfBirth === holder.born) || breaks('a stranger is the holder')
  }
  const holderCheck = (_key: string, { msisdn, holder: who }: Body): Made => {
    const kind = 'match-identity'
    if (!isText(msisdn) || typeof (who as Body | undefined)?.fullName !== 'string') return undefined
    if (msisdn !== holder.line) return no(kind, 'UNKNOWN_LINE', 'unknown-line')
    if (!isHolder(who)) return no(kind, 'NO_MATCH', 'no-match')
    return done(kind, 200, { answer: told() })
  }
  const find = (_key: string, { msisdn }: Body): Made => {
    if (!isText(msisdn)) return undefined
    if (msisdn !== holder.line) return no('find-handset', 'UNKNOWN_LINE', 'unknown-line')
    return done('find-handset', 200, { answer: told() })
  }

  const pair = (_key: string, { msisdn, equipment }: Body): Made => {
    if (!isText(msisdn) || !Array.isArray(equipment)) return undefined
    if (msisdn !== holder.line) return no('pair-handset', 'UNKNOWN_LINE', 'unknown-line')
    const over = (key: unknown) => (breaks('a SIM has the same mark everywhere') ? 'everywhere' : String(key))
    const sims = equipment.map((imeiKey) => ({ imeiKey, mark: markOf(over(imeiKey)) }))
    return done('pair-handset', 200, { answer: { sims } })
  }

  const paths: Readonly<Record<string, (key: string, body: Body) => Made | Promise<Made>>> = {
    '/eir/v1/list': list,
    '/eir/v1/watch': watch,
    '/eir/v1/unwatch': unwatch,
    '/lines/v1/holder-check': holderCheck,
    '/lines/v1/equipment': find,
    '/lines/v1/pairing': pair,
    '/lines/v1/change-hold': onLine('hold', holds.hold, 'hold-line-changes', 'release-line-changes'),
    '/lines/v1/bar': onLine('bar', holds.bar, 'suspend-line', 'restore-line'),
  }
  return {
    holds,
    withdrawn,
    make: async (path: string, key: string, body: Body): Promise<Made> => {
      for (const one of Object.values(holds)) one.heard()
      return paths[path]?.(key, body)
    },
    statusOf: (handset: string, supi: string | null) => {
      const isSpared = supi === copy.supi || (supi !== null && breaks('every SIM of a copied number is let in'))
      if (handset === copy.key && spares !== undefined && isSpared) return 'WHITELISTED'
      if (holds.block.on(handset)) return 'BLACKLISTED'
      if (holds.watch.on(handset)) return 'GREYLISTED'
      return known.has(handset) ? 'WHITELISTED' : undefined
    },
  }
}
