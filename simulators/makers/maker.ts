import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { Contract, Effect, Judgement, Tools } from '../frame.ts'
import { done, refuse } from '../operators/judgements.ts'
import { Accounts, Handset, type Handsets, Imei, openHandsets, pinOf } from './handsets.ts'

const equipment = z.array(z.string().regex(/^\d{14}$/)).min(1)
const Order = z.strictObject({
  account: z.string().optional(),
  equipment: equipment.optional(),
  cause: z.enum(['STOLEN', 'LOST']).optional(),
  until: z.iso.datetime().optional(),
  withdraws: z.string().optional(),
})
type Detail = {
  readonly kind: string
  readonly equipment: readonly string[]
  readonly until?: string | undefined
  readonly withdraws?: string | undefined
}
type Made = Omit<Effect, 'key' | 'at'>

const paths: Readonly<Record<string, string>> = {
  '/devices/v1/lock': 'lock-screen',
  '/devices/v1/unlock': 'unlock-screen',
  '/devices/v1/lost-list/add': 'list-stolen',
  '/devices/v1/lost-list/remove': 'unlist-stolen',
  '/devices/v1/erase': 'wipe-handset',
  '/devices/v1/erase/stop': 'stop-wipe',
  '/devices/v1/account-guard/add': 'distrust-handset',
  '/devices/v1/account-guard/remove': 'trust-handset',
  '/devices/v1/locate': 'start-locating',
  '/devices/v1/stop-locating': 'stop-locating',
}
/** What the handset itself must hear of; the rest is done in the maker's own service. */
const onHandset = new Set(['lock-screen', 'wipe-handset', 'start-locating'])

const Contact = z.object({
  imei: Imei,
  country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .default('GB'),
})
const Opening = z.object({ imei: Imei, pin: z.string() })
const Which = z.object({ imei: Imei })
const keyOf = (imei: string) => imei.slice(0, 14)

/** Orders of one pretend maker that are not at their handset yet, and those that were taken back. */
type Orders = {
  readonly now: () => Date
  readonly handsets: Handsets
  readonly withdrawn: Set<string>
  /** Orders that wait for their handset's next contact. */
  readonly waiting: Map<string, Detail>
}

/** The pretend maker of docs/guide/partners.md: screen lock, lost list, erasing, locating, and handsets that come back. */
export function pretendMaker(slug: string, name: string, now: () => Date): Contract {
  const handsets = openHandsets(slug, now)
  const orders: Orders = { now, handsets, withdrawn: new Set(), waiting: new Map() }
  let self: Tools | undefined
  return {
    ...{ slug, name, sort: 'maker', connector: 'example-maker', tokenPath: '/oauth2/token' },
    judge: (path, key, body) => judge(orders, path, key, body),
    started: (tools) => {
      self = tools
    },
    took: (key, detail) => void orders.waiting.set(key, detail as Detail),
    apply: (effect) => apply(orders, effect, self),
    commands: {
      ...commandsOf(handsets),
      '/_reconnect': (body, tools) => contact(orders, body, tools),
      '/_activate': (body, tools) => activate(orders, body, tools),
    },
  }
}

function judge({ handsets, withdrawn }: Orders, path: string, key: string, body: unknown): Judgement | undefined {
  const kind = paths[path]
  const { success, data } = Order.safeParse(body)
  if (!kind || !success) return undefined
  if (withdrawn.has(key)) return refuse(kind, 'already-undone', 'WITHDRAWN')
  const mine = handsets.mine(data.equipment, data.account)
  if (mine.length === 0) return refuse(kind, 'unknown-handset', 'UNKNOWN_DEVICE')
  if (kind === 'start-locating' && mine.some((one) => handsets.of(one).findOff))
    return refuse(kind, 'locating-off', 'FIND_OFF')
  if (kind === 'stop-wipe' && mine.some((one) => handsets.of(one).wiped))
    return refuse(kind, 'already-erased', 'ERASED')
  const detail = { kind, equipment: mine, until: data.until, withdraws: data.withdraws }
  // Erasing cannot be taken back: only what stands on the lost list, which needs documents, is ever erased.
  if (kind === 'wipe-handset' && !mine.every(handsets.lost.on)) return { taken: 'LIST_FIRST', detail }
  if (onHandset.has(kind) && mine.every((one) => handsets.of(one).offline)) return { taken: 'AT_NEXT_CONTACT', detail }
  return made(detail, handsets)
}

/** A handset reports: it takes what waited for it, and Ringback hears of one that is looked for. */
async function contact({ now, handsets, waiting, withdrawn }: Orders, body: unknown, { finish, ringback }: Tools) {
  const { imei, country } = Contact.parse(body)
  const key = keyOf(imei)
  handsets.of(key).offline = false
  const took = [...waiting].filter(([order, { equipment: on }]) => on.includes(key) && !withdrawn.has(order))
  for (const [order, detail] of took) {
    waiting.delete(order)
    const lapsed = detail.until !== undefined && detail.until <= now().toISOString()
    const listed = detail.kind !== 'wipe-handset' || detail.equipment.every(handsets.lost.on)
    if (!lapsed && listed) void finish(order, made(detail, handsets))
  }
  const { lost, locked, locating } = handsets.state(key)
  if (lost || locked || locating) void ringback?.post('/api/sightings', reading(imei, 'reconnected', country, now()))
  return handsets.state(key)
}

function activate({ now, handsets }: Orders, body: unknown, { ringback }: Tools) {
  const { imei, country } = Contact.parse(body)
  const activated = !handsets.lost.on(keyOf(imei))
  if (!activated) void ringback?.post('/api/sightings', reading(imei, 'activation-refused', country, now()))
  return { activated }
}

function apply(orders: Orders, effect: Effect, self: Tools | undefined): void {
  const { handsets, waiting, withdrawn } = orders
  waiting.delete(effect.key)
  if (effect.outcome !== 'acknowledged') return
  const { withdraws } = effect.detail as Detail
  if (withdraws) {
    withdrawn.add(withdraws)
    waiting.delete(withdraws)
  }
  applyTo(handsets, effect)
  if (effect.kind === 'list-stolen' && self) eraseListed(orders, self)
}

/** A handset that was to be erased came onto the lost list meanwhile. */
function eraseListed({ handsets, waiting }: Orders, { finish }: Tools): void {
  for (const [order, detail] of waiting) {
    const reached = detail.equipment.every((one) => handsets.lost.on(one) && !handsets.of(one).offline)
    if (detail.kind === 'wipe-handset' && reached) void finish(order, made(detail, handsets))
  }
}

/** What a player does with a handset, and sees of it. */
const commandsOf = (handsets: Handsets): NonNullable<Contract['commands']> => ({
  '/_handset': (body) => {
    const { imei, ...set } = Handset.parse(body)
    Object.assign(handsets.of(keyOf(imei)), set)
    return handsets.state(keyOf(imei))
  },
  '/_accounts': (body) => {
    for (const { line, imeis } of Accounts.parse(body)) handsets.own(line, imeis)
  },
  /** Somebody who has the open phone pays with its wallet, or changes the account's password. */
  '/_use-account': (body) => {
    const key = keyOf(Which.parse(body).imei)
    return handsets.guarded.on(key) ? { done: 'refused', why: 'device-not-trusted' } : { done: 'allowed' }
  },
  '/_open': (body) => {
    const { imei, pin } = Opening.parse(body)
    if (pin === pinOf(keyOf(imei))) handsets.locks.lift(keyOf(imei))
    return { open: !handsets.locks.on(keyOf(imei)) }
  },
  '/_locate': (body) => {
    const key = keyOf(Which.parse(body).imei)
    if (!handsets.locating.on(key)) throw new Error('Nobody has asked for this handset, or no longer.')
    return handsets.position(key)
  },
})

/** The effect of an order, with what is told with its receipt. */
function made(detail: Detail, handsets: Handsets): Made {
  const [first = ''] = detail.equipment
  const effect = done(detail.kind, detail)
  if (detail.kind === 'start-locating') return { ...effect, answer: handsets.position(first) }
  if (detail.kind === 'list-stolen') return { ...effect, answer: { lastBackup: handsets.of(first).lastBackup } }
  return effect
}

function applyTo({ locks, lost, locating, guarded, of }: Handsets, { key, kind, at, detail }: Effect): void {
  const { equipment: concerned, until, withdraws } = detail as Detail
  for (const one of concerned) {
    if (kind === 'lock-screen') locks.put(one, key, until)
    if (kind === 'unlock-screen') locks.lift(one, withdraws)
    if (kind === 'list-stolen') lost.put(one, key, until)
    if (kind === 'unlist-stolen') lost.lift(one, withdraws)
    if (kind === 'start-locating') locating.put(one, key, until)
    if (kind === 'stop-locating') locating.lift(one, withdraws)
    if (kind === 'distrust-handset') guarded.put(one, key, until)
    if (kind === 'trust-handset') guarded.lift(one, withdraws)
    if (kind === 'wipe-handset') of(one).wiped = at
  }
}

const reading = (imei: string, how: 'reconnected' | 'activation-refused', country: string, at: Date) => ({
  readings: [{ imei, how, country, at: at.toISOString(), ref: randomUUID() }],
})
