import { z } from 'zod'
import type { Contract, Effect, Judgement } from '../frame.ts'
import { openHolds } from '../operators/holds.ts'
import { done, refuse } from '../operators/judgements.ts'

const subscriber = z.string().regex(/^\+[1-9]\d{6,14}$/)
const Status = z.strictObject({
  subscriber,
  status: z.enum(['SUSPENDED', 'VALID']),
  /** When a suspended unit is valid again by itself. */
  validFrom: z.iso.datetime().optional(),
  revokes: z.string().optional(),
})
const Shown = z.object({ line: subscriber })

const kinds = { SUSPENDED: 'suspend-digital-identity', VALID: 'restore-digital-identity' } as const

/** Who has an identity on their phone follows from the number alone: numbers that end in 99 have none. */
const isIssued = (line: string) => !line.endsWith('99')

/** The pretend issuer of docs/guide/partners.md: what it issued to a phone counts, or is suspended until its own end. */
export function pretendIssuer(slug: string, name: string, now: () => Date): Contract {
  const suspensions = openHolds(now)
  const revoked = new Set<string>()

  const judge = (key: string, body: unknown): Judgement | undefined => {
    const { success, data } = Status.safeParse(body)
    if (!success) return undefined
    const kind = kinds[data.status]
    if (revoked.has(key)) return refuse(kind, 'already-undone', 'VALID_AGAIN_BEFORE')
    if (!isIssued(data.subscriber)) return refuse(kind, 'unknown-customer', 'NOT_ISSUED')
    return done(kind, data)
  }

  return {
    ...{ slug, name, sort: 'identity-issuer', connector: 'example-identity', tokenPath: '/oauth2/token' },
    judge: (path, key, body) => (path === '/wallet-units/v1/status' ? judge(key, body) : undefined),
    apply: ({ key, outcome, detail }: Effect) => {
      if (outcome !== 'acknowledged') return
      const { subscriber: line, status, validFrom, revokes } = detail as z.output<typeof Status>
      if (revokes) revoked.add(revokes)
      if (status === 'SUSPENDED') suspensions.put(line, key, validFrom)
      else suspensions.lift(line, revokes)
    },
    commands: {
      /** Somebody shows the identity on the phone: at a door, to a shop, to open an account. */
      '/_show-id': (body) => {
        const { line } = Shown.parse(body)
        if (!isIssued(line)) return { accepted: 'no', why: 'not-issued' }
        return suspensions.on(line) ? { accepted: 'no', why: 'suspended' } : { accepted: 'yes' }
      },
    },
  }
}
