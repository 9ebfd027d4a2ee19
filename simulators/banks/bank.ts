import { z } from 'zod'
import type { Contract, Effect, Judgement } from '../frame.ts'
import { openHolds } from '../operators/holds.ts'
import { done, refuse } from '../operators/judgements.ts'

const msisdn = z.string().regex(/^\+[1-9]\d{6,14}$/)
const Order = z.strictObject({
  msisdn,
  order: z.enum(['STEP_UP', 'END_STEP_UP', 'FREEZE', 'UNFREEZE']),
  /** How far the reporter has proved it; given with what stops something. */
  proofLevel: z.int().min(0).max(4).optional(),
  until: z.iso.datetime().optional(),
  withdraws: z.string().optional(),
})
const Payment = z.object({ line: msisdn, by: z.enum(['pin', 'face']) })
const Found = z.object({ line: msisdn, sort: z.string(), loss: z.string().optional() })
const Whose = z.object({ line: msisdn })
const SignedIn = z.object({ line: msisdn, says: z.enum(['gone', 'found', 'not-me']), by: z.enum(['pin', 'face']) })

const kinds = {
  STEP_UP: 'step-up-account',
  END_STEP_UP: 'end-step-up',
  FREEZE: 'freeze-account',
  UNFREEZE: 'unfreeze-account',
} as const
/** The least proof for which this bank does it. */
const leastProof = { STEP_UP: 1, FREEZE: 2, END_STEP_UP: 0, UNFREEZE: 0 } as const

/** Who has an account follows from the number alone, so that everyone who plays knows: numbers that end in 99 have none. */
const isCustomer = (line: string) => !line.endsWith('99')

/** The pretend bank of docs/guide/partners.md: trusts a handset less, or holds an account, each until its own end. */
export function pretendBank(slug: string, name: string, now: () => Date): Contract {
  const stepUps = openHolds(now)
  const freezes = openHolds(now)
  const withdrawn = new Set<string>()
  const state = (line: string) => ({ steppedUp: stepUps.on(line), frozen: freezes.on(line) })

  const judge = (_path: string, key: string, body: unknown): Judgement | undefined => {
    const { success, data } = Order.safeParse(body)
    if (!success) return undefined
    const kind = kinds[data.order]
    // A hold that arrives after its own withdrawal was late on the way: it must not hold.
    if (withdrawn.has(key)) return refuse(kind, 'already-undone', 'WITHDRAWN')
    if (!isCustomer(data.msisdn)) return refuse(kind, 'unknown-customer', 'UNKNOWN_CUSTOMER')
    if ((data.proofLevel ?? 0) < leastProof[data.order]) return refuse(kind, 'proof-too-weak', 'PROOF_TOO_WEAK')
    return done(kind, data)
  }

  return {
    ...{ slug, name, sort: 'bank', connector: 'example-bank', tokenPath: '/oauth2/token' },
    judge: (path, key, body) => (path === '/device-trust/v1/orders' ? judge(path, key, body) : undefined),
    apply: ({ key, outcome, detail }: Effect) => {
      if (outcome !== 'acknowledged') return
      const { msisdn: line, order, until, withdraws } = detail as z.output<typeof Order>
      if (withdraws) withdrawn.add(withdraws)
      const holds = order.endsWith('STEP_UP') ? stepUps : freezes
      if (order === 'STEP_UP' || order === 'FREEZE') holds.put(line, key, until)
      else holds.lift(line, withdraws)
    },
    commands: {
      '/_account': (body) => {
        const { line } = Whose.parse(body)
        return { customer: isCustomer(line), ...state(line) }
      },
      /** The bank finds what was done after the theft, and tells it of an order that it holds. */
      '/_found': (body, { ringback }) => {
        const { line, sort, loss } = Found.parse(body)
        const [order] = [...freezes.orders(line), ...stepUps.orders(line)]
        if (!order) throw new Error('Nothing is held on this account.')
        return ringback?.post('/api/harms', { order, sort, loss })
      },
      /** A customer signs in and says where the phone is. By the phone's PIN alone the bank vouches for nobody: it was watched. */
      '/_attest': async (body, { ringback }) => {
        const { line, says, by } = SignedIn.parse(body)
        if (!isCustomer(line) || by === 'pin') return { status: 403 }
        return { status: (await ringback?.post('/api/bank-attestations', { line, says }))?.status ?? 0 }
      },
      /** Somebody pays with the phone. Face or finger is the owner's; the PIN may have been watched in the street. */
      '/_pay': (body) => {
        const { line, by } = Payment.parse(body)
        const { steppedUp, frozen } = state(line)
        if (!isCustomer(line)) return { paid: 'refused', why: 'no-account' }
        if (frozen) return { paid: 'refused', why: 'account-frozen' }
        return steppedUp && by === 'pin' ? { paid: 'refused', why: 'device-not-trusted' } : { paid: 'allowed' }
      },
    },
  }
}
