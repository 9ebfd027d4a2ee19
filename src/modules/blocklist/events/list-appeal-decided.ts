import { z } from 'zod'
import { defineEvent } from '#ledger'
import { listAppealReasons } from '../vocabulary.ts'

/**
 * A person has decided about an appeal against another register’s list or a rule. Granted, the line may use the phone, and no
 * other may: the list is its keeper’s, and stays as it is. It can be decided again.
 */
export const ListAppealDecided = defineEvent('blocklist.list-appeal-decided', {
  version: 1,
  stream: (d) => `appeal/${d.appeal}`,
  data: z.object({ appeal: z.uuid(), granted: z.boolean(), reason: z.enum(listAppealReasons) }),
  sample: { appeal: '1e3f0a7b-1c11-4a55-9a35-0f8e2f4a6d0d', granted: true, reason: 'keeper-says' },
})
