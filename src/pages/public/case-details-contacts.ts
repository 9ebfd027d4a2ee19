import { z } from 'zod'
import { type RouteContext, refusal, seeOther } from '#http'
import { readStream } from '#ledger'
import { isGuarded, theftCase } from '#modules/reports/public'
import { type Address, addressOf, type OwnContact, ownContacts, stopWriting } from '#modules/victims/public'
import { queryable } from '#platform/database'
import { VaultRef } from '#platform/vault-ref'
import { definePage } from '../define-page.ts'
import { heldCase } from '../held-case.ts'

/**
 * Where this victim is written to, in so many letters that they know it and nobody else does, each with a way to stop it: an address was
 * mistyped, or somebody else reads it. In safe mode not even those letters.
 */
export default definePage()({
  url: '/case/details/contacts',
  title: 'Where we write now',
  template: 'public/case-details-contacts.njk',
  who: 'anyone',
  purpose: 'own-case',
  personal: true,
  limitPerMinute: 20,
  perCode: 'visits',

  async load(_, context) {
    const held = await heldCase(context)
    if ('redirect' in held) return held
    const events = await readStream(queryable(context.db), `case/${held.case}`)
    const safeMode = isGuarded(theftCase.run(events))
    const contacts = ownContacts(events, held.access)
    return { safeMode, contacts: safeMode ? contacts.map(unnamed) : await named(context, contacts) }
  },
  form: z.object({ stop: z.string().min(1, 'Press one of the buttons on this page').pipe(VaultRef) }),

  async act({ stop: contact }, context) {
    const held = await heldCase(context, 'change')
    if ('redirect' in held) return held
    const outcome = await context.execute(stopWriting, { ...held, contact })
    // That it was stopped before is no fault of whoever presses again.
    if (outcome.ok || outcome.refused === 'not-their-contact') return seeOther('/case/details/contacts')
    return refusal(stopWriting, outcome.refused)
  },
})

const sorts = { text: 'Number', email: 'E-mail', letter: 'Letter', push: 'Browser' } as const
const unnamed = ({ ref, by, at = '' }: OwnContact) => ({ ref, at, says: by ? sorts[by] : 'Address' })

async function named({ vault }: RouteContext, contacts: readonly OwnContact[]) {
  const known = await vault.reveal(
    'show-contacts',
    contacts.map(({ ref }) => ref),
  )
  return contacts.map((one) => {
    const found = known.get(one.ref)
    const address = found && !found.erased ? addressOf(found.value) : undefined
    return { ...unnamed(one), ...(address && { says: `${sorts[address.channel]} ${hintOf(address)}`.trim() }) }
  })
}

/** Enough to tell two of one's own apart. */
function hintOf({ channel, to }: Address): string {
  if (channel === 'text') return `ending in ${to.slice(-2)}`
  if (channel === 'email') return `beginning with ${[...to][0]}`
  return channel === 'letter' ? `to ${to.at(-1)?.split(' ')[0]}` : ''
}
