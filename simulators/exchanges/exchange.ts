import { z } from 'zod'
import type { Contract, Effect, Judgement } from '../frame.ts'
import { openHolds } from '../operators/holds.ts'
import { done, refuse } from '../operators/judgements.ts'

const holder = z.string().regex(/^\+[1-9]\d{6,14}$/)
const Pause = z.strictObject({ holder, ends: z.iso.datetime().optional() })
const Resume = z.strictObject({ holder, pause: z.string().optional() })
const Whose = z.object({ line: holder })

type Detail = { readonly holder: string; readonly ends?: string; readonly pause?: string }

/** Who keeps coins here follows from the number alone, so that everyone who plays knows: numbers that end in 99 have none. */
const isHolder = (line: string) => !line.endsWith('99')

/** The pretend exchange of docs/guide/partners.md: pauses what leaves a holder's accounts, each pause until its own end. */
export function pretendExchange(slug: string, name: string, now: () => Date): Contract {
  const pauses = openHolds(now)
  const resumed = new Set<string>()

  const judge = (path: string, key: string, body: unknown): Judgement | undefined => {
    const kind = path.endsWith('/pause') ? 'hold-withdrawals' : 'release-withdrawals'
    const order = (path.endsWith('/pause') ? Pause : Resume).safeParse(body)
    if (!order.success) return undefined
    // A pause that arrives after its own end was late on the way: it must not hold.
    if (resumed.has(key)) return refuse(kind, 'already-undone', 'released-before')
    if (!isHolder(order.data.holder)) return refuse(kind, 'unknown-customer', 'no-such-holder')
    return done(kind, order.data)
  }

  return {
    ...{ slug, name, sort: 'exchange', connector: 'example-exchange', tokenPath: '/oauth2/token' },
    judge: (path, key, body) => (/^\/v2\/withdrawals\/(pause|resume)$/.test(path) ? judge(path, key, body) : undefined),
    apply: ({ key, kind, outcome, detail }: Effect) => {
      if (outcome !== 'acknowledged') return
      const { holder: line, ends, pause } = detail as Detail
      if (kind === 'hold-withdrawals') return pauses.put(line, key, ends)
      if (pause) resumed.add(pause)
      pauses.lift(line, pause)
    },
    commands: {
      /** Somebody sends coins away with the phone. They never come back. */
      '/_withdraw': (body) => {
        const { line } = Whose.parse(body)
        if (!isHolder(line)) return { sent: 'refused', why: 'no-account' }
        return pauses.on(line) ? { sent: 'refused', why: 'withdrawals-paused' } : { sent: 'allowed' }
      },
    },
  }
}
