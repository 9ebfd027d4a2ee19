import { z } from 'zod'
import { defineEvent } from '#ledger'
import { Slug } from '#lib/slug'
import { layoutNames } from '../vocabulary.ts'

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/)

/**
 * A list that somebody else keeps was read in: one fact for each 25,000 lines of the file, so that no report waits in the sealed
 * order behind a million rows. The rows stand in `list_import_row`.
 */
export const ListImported = defineEvent('blocklist.list-imported', {
  version: 1,
  // All readings of one source stand in one order, for each is about what stood before. The first of all stood alone, by file.
  stream: ({ source, sha256, file }) => (file === undefined ? `list-file/${sha256}` : `list/${source}`),
  data: z.object({
    source: Slug.describe('whose list it is'),
    layout: z.enum(layoutNames),
    sha256: Sha256.describe(
      'names this reading, in one way and after what was read of this source before; once: the file',
    ),
    file: Sha256.optional().describe('SHA-256 of the file as it was read, unpacked'),
    from: z.int().nonnegative().describe('the line after which this part begins'),
    to: z.int().nonnegative().describe('its last line'),
    last: z.boolean().describe('the file ends here'),
    rows: z.int().nonnegative().describe('rows of this part that put a handset on the list or take one off'),
    rejected: z.int().nonnegative().describe('rows of this part that could not be taken'),
    whole: z.boolean().describe('it is the whole list of this source: what it no longer names is taken off'),
  }),
  sample: {
    ...{ source: 'first-register', layout: 'dirbs', sha256: 'ab'.repeat(32) },
    ...{ from: 25_000, to: 38_021, last: true, rows: 13_004, rejected: 17, whole: false },
  },
})
