import { z } from 'zod'
import { defineCommand, refuse } from '#ledger'
import { CaseId } from '#lib/ids'
import { desk } from '../desk.ts'
import { FailureHandled } from '../events/failure-handled.ts'
import { handlings } from '../vocabulary.ts'

/** A person says what they did about a message that did not arrive. */
export const handleFailure = defineCommand('handle-failure', {
  input: z.object({ case: CaseId, action: z.uuid(), how: z.enum(handlings) }),
  refusals: {
    'no-failure': { status: 409, says: 'This message has arrived, or somebody has dealt with it.' },
  },
  stream: (input) => `case/${input.case}`,
  state: desk,

  decide: (handled, { failed }) => (failed.has(handled.action) ? [FailureHandled.of(handled)] : refuse('no-failure')),
})
