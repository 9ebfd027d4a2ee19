import { z } from 'zod'
import { defineEvent } from '#ledger'
import { CaseId } from '#lib/ids'
import { Slug } from '#lib/slug'
import { VaultRef } from '#platform/vault-ref'

/**
 * Somebody says that they have the phone and reported nothing. Their network is asked who they are. A stream of its own: whoever
 * reported reads the case's, and this is somebody else.
 */
export const ReportContested = defineEvent('reports.report-contested', {
  version: 1,
  stream: (d) => `contest/${d.contest}`,
  data: z.object({
    contest: z.uuid(),
    case: CaseId,
    claim: VaultRef.describe('who they say they are'),
    line: VaultRef,
    word: z
      .boolean()
      .optional()
      .describe('they said the stop word too, which was chosen a day before the report or earlier'),
    asked: z
      .array(Slug)
      .max(5)
      .optional()
      .describe('which network was asked at once; empty: none had said yet that the line is its own'),
  }),
  sample: {
    contest: '1e3f0a7b-1c11-4a55-9a35-0f8e2f4a6d0c',
    case: '5a3f0a7b-1c11-4a55-9a35-0f8e2f4a6d0c',
    claim: 'v_AAAAAAAAAAAAAAAAAAAAAA',
    line: 'v_BBBBBBBBBBBBBBBBBBBBBA',
  },
})
