import { z } from 'zod'
import { defineCommand, refuse } from '#ledger'
import { CaseId } from '#lib/ids'
import { VaultRef } from '#platform/vault-ref'
import { TargetsAbsent } from '../events/targets-absent.ts'
import { stepsOfCase } from '../own-steps.ts'
import { refusals } from '../refusals.ts'
import { targets } from '../vocabulary.ts'

/** Keeps what the victim says was not on the phone. The same list again is no news. */
export const tellAbsent = defineCommand('tell-absent', {
  input: z.object({ case: CaseId, targets: z.array(z.enum(targets)).max(targets.length), access: VaultRef }),
  refusals: {
    'no-case': refusals['no-case'],
    'case-ended': refusals['case-ended'],
    'nothing-new': refusals['nothing-new'],
  },
  stream: (input) => `case/${input.case}`,
  state: stepsOfCase,

  decide(given, { reportedAt, ended, own }) {
    if (!reportedAt) return refuse('no-case')
    if (ended) return refuse('case-ended')
    const wanted = targets.filter((target) => given.targets.includes(target))
    if (wanted.join() === own.absent.join()) return refuse('nothing-new')
    return [TargetsAbsent.of({ ...given, targets: wanted })]
  },
})
