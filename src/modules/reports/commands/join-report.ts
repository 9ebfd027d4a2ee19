import { z } from 'zod'
import { defineCommand, refuse } from '#ledger'
import { CaseId } from '#lib/ids'
import { theftCase } from '../case.ts'
import { ReportJoined } from '../events/report-joined.ts'
import { refusals } from '../refusals.ts'
import { channels } from '../vocabulary.ts'

/** Adds one more report of a theft that has a case: same phone, another channel or another try (B07). */
export const joinReport = defineCommand('join-report', {
  input: z.object({ case: CaseId, channel: z.enum(channels) }),
  refusals: { 'no-case': refusals['no-case'] },
  stream: (input) => `case/${input.case}`,
  state: theftCase,

  decide(report, { standing }) {
    return standing ? [ReportJoined.of(report)] : refuse('no-case')
  },
})
