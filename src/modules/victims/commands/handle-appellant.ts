import { z } from 'zod'
import { defineCommand, refuse } from '#ledger'
import { appellant } from '../appellant.ts'
import { AppellantHandled } from '../events/appellant-handled.ts'
import { handlings } from '../vocabulary.ts'

/** A person says what they did about an answer that did not reach whoever appealed. */
export const handleAppellant = defineCommand('handle-appellant', {
  input: z.object({ appeal: z.uuid(), how: z.enum(handlings) }),
  refusals: {
    'no-failure': { status: 409, says: 'This message has arrived, or somebody has dealt with it.' },
  },
  stream: (input) => `appeal/${input.appeal}`,
  state: appellant,

  decide: (handled, { open }) => (open ? [AppellantHandled.of(handled)] : refuse('no-failure')),
})
