import { z } from 'zod'
import { defineEvent } from '#ledger'
import { VaultRef } from '#platform/vault-ref'
import { longestHours, mostUnits, PlanId } from '../plan/planned-shift.ts'

/** Plain-clothes patrols of a shift were planned. Where and who is in the vault alone. */
export const CovertPlanMade = defineEvent('patrol.covert-plan-made', {
  version: 1,
  stream: (d) => `shift-plan/${d.plan}`,
  data: z.object({
    plan: PlanId,
    begins: z.iso.datetime(),
    ends: z.iso.datetime(),
    stops: z
      .array(
        z
          .int()
          .min(0)
          .max(longestHours * 5),
      )
      .min(1)
      .max(mostUnits)
      .describe('how many each unit has'),
    sealed: VaultRef,
  }),
  sample: {
    plan: '3d2f0c11-52c7-4a43-8f8e-0a5d2a6a1b21',
    begins: '2026-11-27T14:00:00.000Z',
    ends: '2026-11-27T22:00:00.000Z',
    stops: [14],
    sealed: 'v_BBBBBBBBBBBBBBBBBBBBBA',
  },
})
