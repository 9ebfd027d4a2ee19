import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import type { Contract, Effect } from '../frame.ts'
import { done, refuse } from '../operators/judgements.ts'

const phone = z.string().regex(/^\+[1-9]\d{6,14}$/)
const SignOut = z.strictObject({ recoveryPhone: phone, because: z.literal('DEVICE_STOLEN') })
const Whose = z.object({ line: phone })
const Read = z.object({ line: phone, session: z.string() })

/** Who has a mailbox follows from the number alone, so that everyone who plays knows: numbers that end in 99 have none. */
const hasMailbox = (line: string) => !line.endsWith('99')

/** The pretend mail provider of docs/guide/partners.md: it signs every session of a number's mailboxes out, and keeps no hold. */
export function pretendMailProvider(slug: string, name: string): Contract {
  const sessions = new Map<string, Set<string>>()
  const of = (line: string) => sessions.get(line) ?? new Set<string>()
  return {
    ...{ slug, name, sort: 'mail-provider', connector: 'example-mail', tokenPath: '/oauth2/token' },
    judge: (path, _key, body) => {
      const { success, data } = SignOut.safeParse(body)
      if (path !== '/account-safety/v1/sign-outs' || !success) return undefined
      if (!hasMailbox(data.recoveryPhone)) return refuse('end-mail-sessions', 'unknown-customer', 'NO_MAILBOX')
      return done('end-mail-sessions', { line: data.recoveryPhone })
    },
    apply: ({ outcome, detail }: Effect) => {
      if (outcome === 'acknowledged') sessions.delete((detail as { line: string }).line)
    },
    commands: {
      /** Somebody signs in with the password, on whatever device. */
      '/_sign-in': (body) => {
        const { line } = Whose.parse(body)
        if (!hasMailbox(line)) throw new Error('No mailbox has this number.')
        const session = randomBytes(8).toString('hex')
        sessions.set(line, of(line).add(session))
        return { session }
      },
      /** Somebody reads mail by a session that was begun before: as a thief with the open phone does. */
      '/_read': (body) => {
        const { line, session } = Read.parse(body)
        return { open: of(line).has(session) }
      },
    },
  }
}
