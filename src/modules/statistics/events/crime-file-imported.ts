import { z } from 'zod'
import { defineEvent } from '#ledger'

const sha256 = z.string().regex(/^[0-9a-f]{64}$/)

/** A file of published crimes was read in: one fact for the whole file, whose rows stand in an ordinary table. */
export const CrimeFileImported = defineEvent('statistics.crime-file-imported', {
  version: 1,
  stream: ({ sha256 }) => `crime-file/${sha256}`,
  data: z.object({
    layout: z.enum(['police-uk', 'theft-points']),
    sha256: sha256.describe('SHA-256 of the file as it was read, unpacked'),
    name: sha256.describe('SHA-256 of its name'),
    rows: z.int().nonnegative().describe('rows written'),
    rejected: z.int().nonnegative().describe('rows that could not be taken'),
  }),
  sample: { layout: 'police-uk', sha256: 'ab'.repeat(32), name: 'cd'.repeat(32), rows: 740, rejected: 2 },
})
