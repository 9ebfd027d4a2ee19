import { z } from 'zod'
import { type Contract, type Judgement, type Place, type Running, runSimulators } from './frame.ts'
import { done, refuse } from './operators/judgements.ts'

const Order = z.strictObject({ source: z.uuid() })
const Desk = z.strictObject({ checks: z.boolean() })
const Recording = z.strictObject({ source: z.uuid(), crime: z.boolean().default(true) })

/** How each force writes a crime reference (DOMAIN 3.2): alike only in that a person can read it out. */
const references: Readonly<Record<string, (serial: number, at: Date) => string>> = {
  'demo-met': (serial, at) => `01/${1_000_000 + serial}/${String(at.getUTCFullYear()).slice(2)}`,
  'demo-city': (serial, at) => `CC-${10_000 + serial}-${String(at.getUTCFullYear()).slice(2)}-0150-000`,
  'demo-btp': (serial, at) => `${at.getUTCFullYear()}0${100_000_000 + serial}`,
}

/** The pretend force of docs/guide/partners.md: its crime system gives each case that it is told of a reference of its own. */
function pretendForce(slug: string, name: string, now: () => Date): Contract {
  const recorded = new Map<string, string>()
  const waiting = new Map<string, string>()
  let checks = false

  const record = (source: string) => {
    const reference = recorded.get(source) ?? references[slug]?.(recorded.size + 1, now()) ?? ''
    return { ...done('record-crime', { source, reference }), answer: { reference } }
  }
  const judge = (_key: string, body: unknown): Judgement | undefined => {
    const { success, data } = Order.safeParse(body)
    if (!success) return undefined
    return checks && !recorded.has(data.source) ? { taken: 'A_PERSON_LOOKS', detail: data } : record(data.source)
  }

  return {
    ...{ slug, name, sort: 'force', connector: 'example-force', tokenPath: '/oauth2/token' },
    config: { recordsUnplaced: slug === 'demo-met' },
    judge: (path, key, body) => (path === '/crimes/v1/records' ? judge(key, body) : undefined),
    took: (key, detail) => void waiting.set((detail as z.output<typeof Order>).source, key),
    apply: ({ outcome, detail }) => {
      const { source, reference } = detail as { source: string; reference?: string }
      waiting.delete(source)
      if (outcome === 'acknowledged' && reference) recorded.set(source, reference)
    },
    commands: {
      /** Its property store scans a tray, by its own call. */
      '/_scan': async (body, { ringback }) => (await ringback?.post('/api/trays', body))?.body,
      /** From now on a person looks before a crime is recorded, or no longer. */
      '/_desk': (body) => {
        checks = Desk.parse(body).checks
      },
      /** That person has looked: the reference goes out by the force's own call. */
      '/_record': async (body, { finish }) => {
        const { source, crime } = Recording.parse(body)
        const key = waiting.get(source)
        if (key === undefined) throw new Error('No such case waits here.')
        const made = crime
          ? record(source)
          : { ...refuse('record-crime', 'no-crime', 'NOT_A_CRIME'), detail: { source } }
        return { sent: await finish(key, made) }
      },
    },
  }
}

export const forces: readonly (readonly [slug: string, name: string])[] = [
  ['demo-met', 'Metropolitan Police (pretend)'],
  ['demo-city', 'City of London Police (pretend)'],
  ['demo-btp', 'British Transport Police (pretend)'],
]

/** The crime systems of three forces, each a server of its own. */
export default (place: Place): Promise<Running[]> =>
  runSimulators(
    forces.map(([slug, name]) => pretendForce(slug, name, place.now)),
    place,
  )
