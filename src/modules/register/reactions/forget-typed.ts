import { defineReaction, readStream, type StoredEvent, type Tools } from '#ledger'
import { queryable } from '#platform/database'
import { EnrolmentBegun } from '../events/enrolment-begun.ts'
import { HandsetEnrolled } from '../events/handset-enrolled.ts'

/** The stop word stands in it in clear. `before`: what is typed anew while this runs still waits for its code. */
async function forget(handset: string, before: StoredEvent, { db, vault }: Tools): Promise<void> {
  for (const event of await readStream(queryable(db), `handset/${handset}`))
    if (event.type === EnrolmentBegun.type && event.version < before.version)
      await vault.erase(EnrolmentBegun.decode(event).asked, 'code-came-back')
}

/** What was typed at enrolment is destroyed as soon as the number is proved, or as it was typed anew. */
export const forgetTyped = defineReaction('forget-typed', (on) => [
  on(EnrolmentBegun, ({ handset }, event, tools) => forget(handset, event, tools)),
  on(HandsetEnrolled, ({ handset }, event, tools) => forget(handset, event, tools)),
])
