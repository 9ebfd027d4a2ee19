import { z } from 'zod'
import { defineCommand, refuse } from '#ledger'
import { CaseId } from '#lib/ids'
import { Slug } from '#lib/slug'
import { VaultRef } from '#platform/vault-ref'
import { MessageOwed } from '../events/message-owed.ts'
import { told, updateKey } from '../told.ts'
import { postedWords, templates } from '../vocabulary.ts'
import { owed } from './tell-victim.ts'

/** Posts what was sent and did not arrive by any other way, once. It promises no more than was promised. */
export const postInstead = defineCommand('post-instead', {
  input: z.object({
    case: CaseId,
    template: z.enum(templates),
    about: z.string().optional(),
    next: z.iso.datetime().optional(),
    message: VaultRef,
    contact: VaultRef,
    gateway: Slug,
    instead: VaultRef.describe('the first message of the update that did not arrive'),
  }),
  refusals: {
    'not-told': { status: 409, says: 'Nothing of this was sent, so nothing is posted for it.' },
    'cannot-wait': { status: 422, says: 'This is old news by the time a letter comes.' },
    'posted-already': { status: 409, says: 'A letter has gone for this.' },
  },
  stream: (input) => `case/${input.case}`,
  keyed: ({ message: _, ...posted }) => posted,
  state: told,

  decide({ gateway, ...letter }, { at, posted, promised }) {
    if (!at.has(updateKey(letter.template, letter.about))) return refuse('not-told')
    if (!postedWords.includes(letter.template)) return refuse('cannot-wait')
    if (posted.includes(letter.instead)) return refuse('posted-already')
    const { next: _, ...said } = letter
    const event = MessageOwed.of({ ...said, channel: 'letter', ...(promised !== undefined && { next: promised }) })
    const message = { channel: 'letter' as const, gateway, message: letter.message }
    return { events: [event], owes: [owed(letter.case, message, letter.next)] }
  },
})
