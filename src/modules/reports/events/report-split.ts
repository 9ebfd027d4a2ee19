import { z } from 'zod'
import { defineEvent } from '#ledger'
import { CaseId } from '#lib/ids'
import { Imei } from '#lib/imei/imei'
import { conflicts, means } from '#lib/proof'

/** Whose the number is from now on, where both reports told the same one. */
export const numberGoes = ['stays', 'goes'] as const

/**
 * A person found that a report that had joined this case by itself tells of another theft: it has a case of its own from now on. What came
 * with it is no more of this one (`ownFacts`); how this case stands without it is said here.
 */
export const ReportSplit = defineEvent('reports.report-split', {
  version: 1,
  pseudonymous: 'reviewBy',
  stream: (d) => `case/${d.case}`,
  data: z.object({
    case: CaseId,
    report: CaseId.describe('the case that it has now'),
    number: z.enum(numberGoes).describe('whether the number goes over to that case'),
    means: z.enum(means).describe('what this case shows by itself'),
    until: z.iso.datetime().optional(),
    imeis: z.array(Imei).max(4).describe('the handset that it names by itself; pseudonymous'),
    conflicts: z.array(z.enum(conflicts)).describe('what speaks against it by itself'),
    safeMode: z.boolean(),
    reviewBy: z.iso.datetime(),
  }),
  sample: {
    case: '5a3f0a7b-1c11-4a55-9a35-0f8e2f4a6d0c',
    report: '0f8e2f4a-6d0c-4a55-9a35-3a3f0a7b1c11',
    number: 'goes',
    means: 'number',
    until: '2026-11-27T10:00:00.000Z',
    imeis: ['490154203237518'],
    conflicts: [],
    safeMode: false,
    reviewBy: '2026-12-22T10:00:00.000Z',
  },
})
