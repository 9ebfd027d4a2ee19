import { defineView } from '#ledger'
import { ContactGiven } from '../events/contact-given.ts'

export type ContactOfCase = { contact_of_case: { contact: string; case_id: string } }

/** In which cases a contact was given, by its vault reference. Whether it still counts there the case itself says. */
export const contactOfCase = defineView<ContactOfCase>('contact_of_case', 'async', (on) => [
  on(ContactGiven, (db, { contact, case: case_id }) =>
    db
      .insertInto('contact_of_case')
      .values({ contact, case_id })
      .onConflict((c) => c.doNothing()),
  ),
])
