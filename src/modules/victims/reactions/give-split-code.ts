import { defineReaction, readStream } from '#ledger'
import { IdentityClaimed } from '#modules/reports/events/identity-claimed'
import { ReportSplit } from '#modules/reports/events/report-split'
import { TheftReported } from '#modules/reports/events/theft-reported'
import { claimIdentity, factsOf } from '#modules/reports/public'
import { queryable } from '#platform/database'
import { accesses } from '../accesses.ts'
import { giveAccessTo } from '../commands/give-access.ts'
import { giveContact } from '../commands/give-contact.ts'
import { AccessGiven } from '../events/access-given.ts'
import { ContactGiven } from '../events/contact-given.ts'

/**
 * A report that was split off has its own case: the code that its reporter has opens that from now on, and it is told to the contacts
 * that they gave by it, and to no other. Who they say they are is asked of their network anew, for this case.
 */
export const giveSplitCode = defineReaction('give-split-code', (on) => [
  on(TheftReported, async ({ case: theft, apart }, _, { db, execute }) => {
    if (!apart) return
    const events = await readStream(queryable(db), `case/${apart}`)
    const split = events.findIndex((one) => one.type === ReportSplit.type && ReportSplit.decode(one).report === theft)
    const before = events.slice(0, split)
    const given = accesses.run(before).all
    const facts = factsOf(events, theft)
    for (const event of facts) {
      if (event.type !== IdentityClaimed.type) continue
      const { claim } = IdentityClaimed.decode(event)
      await execute(claimIdentity, { case: theft, claim, home: [] }, `claim-${claim}`)
    }
    for (const event of facts) {
      if (event.type !== ContactGiven.type) continue
      const contact = ContactGiven.decode(event)
      await execute(giveContact, { ...contact, case: theft, isLine: false }, `contact-${contact.contact}`)
    }
    for (const event of facts) {
      if (event.type !== AccessGiven.type) continue
      const { access } = AccessGiven.decode(event)
      const one = given.get(access)
      if (!one || one.ended) continue
      const shown = one.known ? { checked: true } : !one.bare && { shown: true }
      const [claim] = one.claims
      await execute(giveAccessTo, { case: theft, access, ...shown, ...(claim && { claim }) }, `access-${access}`)
    }
  }),
])
