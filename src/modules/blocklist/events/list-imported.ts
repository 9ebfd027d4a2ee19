import { z } from 'zod'
import { defineEvent } from '#ledger'
import { Slug } from '#lib/slug'
import { layoutNames } from '../vocabulary.ts'

/** A list that somebody else keeps was read in: one fact for the whole file, whose rows stand in `list_import_row`. */
export const ListImported = defineEvent('blocklist.list-imported', {
  version: 1,
  stream: ({ sha256 }) => `list-file/${sha256}`,
  data: z.object({
    source: Slug.describe('whose list it is'),
    layout: z.enum(layoutNames),
    sha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .describe('SHA-256 of the file as it was read, unpacked'),
    rows: z.int().nonnegative().describe('handsets that it puts on the list or takes off'),
    rejected: z.int().nonnegative().describe('rows that could not be taken'),
    whole: z.boolean().describe('it is the whole list of this source: what it no longer names is taken off'),
  }),
  sample: {
    ...{ source: 'first-register', layout: 'dirbs', sha256: 'ab'.repeat(32) },
    ...{ rows: 998_004, rejected: 17, whole: false },
  },
})
