import { z } from 'zod'
import { defineEvent } from '#ledger'
import { TrayId } from '../vocabulary.ts'

const count = z.int().nonnegative().max(1000)

/** A tray of handsets was read in: one fact for all its rows, which stand in the table `tray_row`. */
export const TrayScanned = defineEvent('exhibits.tray-scanned', {
  version: 1,
  stream: (d) => `tray/${d.tray}`,
  data: z.object({
    tray: TrayId,
    sha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .describe('SHA-256 of the lines as they were read'),
    count,
    matched: count,
    ambiguous: count,
    unknown: count,
    unreadable: count,
  }),
  sample: {
    tray: 'f47ac10b-58cc-4372-a567-0e02b2c3d479',
    sha256: 'ab'.repeat(32),
    count: 1000,
    matched: 412,
    ambiguous: 31,
    unknown: 540,
    unreadable: 17,
  },
})
