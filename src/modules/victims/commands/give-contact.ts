import { z } from 'zod'
import { defineCommand, refuse } from '#ledger'
import { CaseId } from '#lib/ids'
import { VaultRef } from '#platform/vault-ref'
import { ContactGiven } from '../events/contact-given.ts'
import { refusals } from '../refusals.ts'
import { told } from '../told.ts'
import { sentChannels } from '../vocabulary.ts'

const mostContacts = 5
const mostBrowsers = 3

/** Says where the victim wants to be told things. `isLine`: it is the stolen number itself. */
export const giveContact = defineCommand('give-contact', {
  input: z.object({
    case: CaseId,
    contact: VaultRef,
    by: z.enum(sentChannels),
    confirmed: z.boolean(),
    access: VaultRef.optional(),
    isLine: z.boolean(),
  }),
  refusals: {
    'no-case': refusals['no-case'],
    'case-ended': refusals['case-ended'],
    'contact-is-stolen': {
      status: 422,
      says: 'This is the number of the phone that was taken. Whoever has it would read our messages. Give another one.',
    },
    'too-many-contacts': { status: 409, says: 'This case has five contacts already. That is as many as we write to.' },
    'too-many-browsers': { status: 409, says: 'Three browsers take our notices already. That is as many as we tell.' },
    'not-own': { status: 422, says: 'Only a device that is yours is told.' },
    'in-doubt': { status: 409, says: 'A person is looking at this case. Until then we tell no browser.' },
  },
  stream: (input) => `case/${input.case}`,
  keyed: ({ contact: _, ...given }) => given,
  state: told,

  decide({ isLine, ...given }, { reportedAt, ended, restored, contacts, doubts }) {
    if (!reportedAt) return refuse('no-case')
    if (ended) return refuse('case-ended')
    if (isLine && !restored) return refuse('contact-is-stolen')
    const browser = given.by === 'push'
    if (browser && doubts.length > 0) return refuse('in-doubt')
    // Nobody is told by a browser of which they have not said that it is theirs.
    if (browser && !given.confirmed) return refuse('not-own')
    const others = contacts.filter(({ push, ref }) => push === browser && ref !== given.contact).length
    if (browser && others >= mostBrowsers) return refuse('too-many-browsers')
    return !browser && others >= mostContacts ? refuse('too-many-contacts') : [ContactGiven.of(given)]
  },
})
