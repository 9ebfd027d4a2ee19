import { z } from 'zod'
import { defineCommand, fold, refuse } from '#ledger'
import { Slug } from '#lib/slug'
import { ListAppealDecided } from '#modules/blocklist/events/list-appeal-decided'
import { AppealDecided } from '#modules/reports/events/appeal-decided'
import { VaultRef } from '#platform/vault-ref'
import { AppellantTold } from '../events/appellant-told.ts'

type State = { readonly granted: boolean | undefined; readonly isTold: boolean }

const keptMs = 3 * 24 * 3_600_000

/** Tells whoever appealed what a person decided, each decision once. What was decided the other way meanwhile is not told. */
export const tellAppellant = defineCommand('tell-appellant', {
  input: z.object({
    appeal: z.uuid(),
    granted: z.boolean(),
    channel: z.enum(['text', 'email']),
    message: VaultRef,
    gateway: Slug,
  }),
  refusals: {
    'decision-old': { status: 409, says: 'They were told this, or it was decided the other way meanwhile.' },
  },
  stream: (input) => `appeal/${input.appeal}`,
  keyed: ({ appeal, granted }) => ({ appeal, granted }),
  state: fold<State>({ granted: undefined, isTold: false }, (on) => [
    on(AppealDecided, (_, { granted }) => ({ granted, isTold: false })),
    on(ListAppealDecided, (_, { granted }) => ({ granted, isTold: false })),
    on(AppellantTold, (state) => ({ ...state, isTold: true })),
  ]),

  decide({ gateway, ...told }, { granted, isTold }, { now }) {
    if (granted !== told.granted || isTold) return refuse('decision-old')
    const { appeal, channel, message } = told
    return {
      events: [AppellantTold.of(told)],
      owes: [
        {
          partners: [gateway],
          kind: `send-${channel}`,
          target: `appeal/${appeal}/send-${channel}`,
          input: { message },
          until: new Date(Date.parse(now) + keptMs).toISOString(), // later it is old news
        },
      ],
    }
  },
})
