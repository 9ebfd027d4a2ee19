import { z } from 'zod'
import type { Effect } from './frame/journal.ts'
import { type Contract, type Judgement, type Place, runSimulator } from './frame.ts'

const equipment = z.array(z.string().regex(/^\d{14}$/)).min(1)
const Listing = z.object({
  equipment,
  status: z.enum(['BLACKLISTED', 'WHITELISTED']),
  cause: z.enum(['STOLEN', 'LOST']).optional(),
  until: z.iso.datetime().optional(),
  withdraws: z.string().optional(),
})
const Watch = z.object({ equipment, until: z.iso.datetime().optional(), withdraws: z.string().optional() })
const Seen = z.object({ equipment })

type Detail = {
  readonly equipment: string[]
  readonly until?: string | undefined
  readonly withdraws?: string | undefined
}

/** The pretend operator of docs/guide/partners.md: an equipment register with a list, and watches on handsets. */
export function exampleOperator(slug = 'demo-operator', name = 'A mobile operator (pretend)'): Contract {
  const listed = new Map<string, string | undefined>()
  const seen = new Set<string>()
  const withdrawn = new Set<string>()

  const refuse = (kind: string, code: string, words: string): Judgement => {
    return { kind, outcome: 'refused', code, status: 422, words, detail: {} }
  }
  const done = (kind: string, detail: Detail, status = 200): Judgement => {
    return { kind, outcome: 'acknowledged', status, words: status === 409 ? 'ALREADY' : 'DONE', detail }
  }

  const list = (key: string, body: unknown) => {
    const { success, data } = Listing.safeParse(body)
    if (!success) return undefined
    const kind = data.status === 'BLACKLISTED' ? 'block-handset' : 'unblock-handset'
    // A block that arrives after its own withdrawal was late on the way: it must not block.
    if (withdrawn.has(key)) return refuse(kind, 'already-undone', 'WITHDRAWN')
    if (data.equipment.some((one) => one.startsWith('00000000')))
      return refuse(kind, 'unknown-handset', 'UNKNOWN_EQUIPMENT')
    const already = data.equipment.every((one) => listed.has(one)) && kind === 'block-handset'
    return done(kind, data, already ? 409 : 200)
  }
  const watch = (key: string, body: unknown): Judgement | undefined => {
    const { success, data } = Watch.safeParse(body)
    if (!success) return undefined
    if (withdrawn.has(key)) return refuse('watch-handset', 'already-undone', 'WITHDRAWN')
    if (data.equipment.some((one) => seen.has(one))) return done('watch-handset', data)
    return { taken: 'WATCHING' }
  }
  const unwatch = (_key: string, body: unknown) => {
    const { success, data } = Watch.safeParse(body)
    return success ? done('unwatch-handset', data) : undefined
  }

  const orders = new Map([
    ['/eir/v1/list', list],
    ['/eir/v1/watch', watch],
    ['/eir/v1/unwatch', unwatch],
  ])

  return {
    ...{ slug, name, sort: 'operator', connector: 'example-operator', tokenPath: '/oauth2/token' },
    judge: (path, key, body) => orders.get(path)?.(key, body),
    apply: ({ kind, outcome, detail }: Effect) => {
      if (outcome !== 'acknowledged') return
      const { equipment: concerned, until, withdraws } = detail as Detail
      if (withdraws) withdrawn.add(withdraws)
      if (kind === 'block-handset') for (const one of concerned) listed.set(one, until)
      if (kind === 'unblock-handset') for (const one of concerned) listed.delete(one)
    },
    commands: {
      '/_seen': (body) => {
        for (const one of Seen.parse(body).equipment) seen.add(one)
      },
    },
  }
}

export default (place: Place) => runSimulator(exampleOperator(), place)
