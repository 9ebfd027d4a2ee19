import { z } from 'zod'
import type { Contract, Judgement } from '../frame.ts'
import { camaraOrders } from './camara.ts'
import { openRegister } from './equipment.ts'
import { type Hours, openHours, Phones } from './heard.ts'
import { openLines } from './lines.ts'
import { pairingKeyOf, pairingOrder } from './pairing.ts'
import { attach } from './phone.ts'
import type { Subscriber } from './subscribers.ts'

export type OperatorOptions = {
  readonly slug: string
  readonly name: string
  /** The numbers whose lines it has, by how they begin (E.164). */
  readonly numberRanges: readonly string[]
  readonly now: () => Date
  /** Who holds a line, and in which handset it is, is asked by CAMARA's interfaces. */
  readonly camara?: boolean
}

const Withdrawal = z.strictObject({ line: z.string(), why: z.enum(['found', 'not-me']) })
const Identified = z.strictObject({ line: z.string() })

/** The pretend operator of docs/guide/partners.md: lines and their holders, an equipment register, and phones that attach. */
export function pretendOperator({ slug, name, numberRanges, now, camara = false }: OperatorOptions): Contract {
  const withdrawn = new Set<string>()
  const pairingKey = pairingKeyOf(slug)
  const hours = openHours(now, pairingKey)
  const heardOf = allDay(hours)
  const lines = openLines(numberRanges, now, { withdrawn, heardOf })
  const register = openRegister(now, withdrawn, { pairingKey, hours })
  const lastSims = new Map<string, string>()
  const orders = new Map<string, (key: string, body: unknown) => Judgement | undefined>(
    Object.entries({
      ...{ ...lines.orders, ...register.orders },
      '/lines/v1/pairing': pairingOrder(lines.find, pairingKey),
      ...(camara && camaraOrders(lines.find, heardOf)),
    }),
  )

  /** The line's handset was seen here, with the line's own SIM. */
  const met = (line: string) => {
    const subscriber = lines.find(line)
    for (const imei of subscriber?.imeis ?? []) {
      const key = imei.slice(0, 14)
      register.know(key)
      if (subscriber && !lastSims.has(key)) lastSims.set(key, subscriber.supi)
    }
  }

  return {
    ...{
      slug,
      name,
      sort: 'operator',
      connector: camara ? 'camara-operator' : 'example-operator',
      tokenPath: '/oauth2/token',
    },
    config: { numberRanges },
    judge: (path, key, body) => orders.get(path)?.(key, body),
    took: register.took,
    apply: (effect) => {
      if (effect.outcome !== 'acknowledged') return
      const { withdraws, msisdn } = effect.detail as { withdraws?: string; msisdn?: string }
      if (withdraws) withdrawn.add(withdraws)
      if (msisdn) met(msisdn)
      register.apply(effect)
      lines.apply(effect)
    },
    serve: register.serve,
    commands: {
      ...lines.commands,
      '/_subscribers': (body) => {
        lines.commands['/_subscribers'](body)
        for (const { line } of body as { line: string }[]) met(line)
      },
      /** The holder stands at a counter with a passport and takes the report back. */
      '/_withdraw': async (body, { ringback }) => {
        const { line, why } = Withdrawal.parse(body)
        return { status: (await ringback?.post('/api/withdrawals', { line, why }))?.status ?? 0 }
      },
      /** The holder stands at a counter with a passport and says that the phone is gone. */
      '/_identify': async (body, { ringback }) => {
        const { line } = Identified.parse(body)
        return { status: (await ringback?.post('/api/attestations', { line }))?.status ?? 0 }
      },
      /** Phones that were on: its network heard these SIMs under these numbers. */
      '/_heard': (body) => {
        for (const { imei, supi, hours: many } of Phones.parse(body)) hours.hear(imei.slice(0, 14), supi, many)
      },
      '/_attach': async (body, tools) => {
        const tracked = (key: string) => register.blocked(key) || register.watching(key).length > 0
        const known = { now, tracked, spared: register.spared, lastSim: (key: string) => lastSims.get(key) }
        const { key, supi, answer } = await attach(body, known, tools)
        if (supi) lastSims.set(key, supi)
        if (supi && answer.admitted) hours.hear(key, supi)
        for (const order of register.watching(key)) void tools.finish(order, sighted(key))
        return answer
      },
    },
  }
}

/** An ordinary phone is on all day with its own SIM. */
const allDay =
  (hours: Hours) =>
  ({ imeis: [imei = ''], supi }: Subscriber) => {
    hours.hear(imei.slice(0, 14), supi, 24)
    return hours.told(imei.slice(0, 14), supi)
  }

const sighted = (key: string) => {
  const detail = { equipment: [key] }
  return { kind: 'watch-handset', outcome: 'acknowledged' as const, status: 200, words: 'DONE', detail }
}
