import { z } from 'zod'
import { defineEvent } from '#ledger'
import { CaseId } from '#lib/ids'
import { Slug } from '#lib/slug'

const named = z.array(Slug).max(20)

/** The victim says who keeps what else the phone opens. Names of providers only: whose account it is they know by the number. */
export const AccountsNamed = defineEvent('reports.accounts-named', {
  version: 1,
  stream: (d) => `case/${d.case}`,
  data: z.object({ case: CaseId, mail: named, exchanges: named, identities: named }),
  sample: {
    case: '5a3f0a7b-1c11-4a55-9a35-0f8e2f4a6d0c',
    mail: ['first-mail'],
    exchanges: ['first-exchange'],
    identities: ['first-issuer'],
  },
})
