import { z } from 'zod'
import { defineEvent } from '#ledger'
import { CaseId } from '#lib/ids'
import { AlertId, answers, OfficerId } from '../alert.ts'

/** An officer who was told says whether they go. */
export const AlertAnswered = defineEvent('patrol.alert-answered', {
  version: 1,
  stream: (d) => `case/${d.case}`,
  data: z.object({ case: CaseId, alert: AlertId, officer: OfficerId, answer: z.enum(answers) }),
  sample: {
    case: '5a3f0a7b-1c11-4a55-9a35-0f8e2f4a6d0c',
    alert: '0f8e2f4a-6d0c-4a55-9a35-3a3f0a7b1c11',
    officer: 'AAAAAAAAAAAAAAAAAAAAAA',
    answer: 'going',
  },
})
