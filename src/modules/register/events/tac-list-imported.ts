import { z } from 'zod'
import { defineEvent } from '#ledger'

/** A list of type allocation codes was read in: one fact for the whole file, whose rows stand in the table `tac`. */
export const TacListImported = defineEvent('register.tac-list-imported', {
  version: 1,
  stream: ({ sha256 }) => `tac-list/${sha256}`,
  data: z.object({
    sha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .describe('SHA-256 of the file as it was read'),
    rows: z.int().nonnegative().describe('rows written'),
    rejected: z.int().nonnegative().describe('rows that were no TAC with a make and model'),
  }),
  sample: { sha256: 'ab'.repeat(32), rows: 24758, rejected: 0 },
})
