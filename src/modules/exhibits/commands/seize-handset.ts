import { z } from 'zod'
import { defineCommand, refuse } from '#ledger'
import { CaseId } from '#lib/ids'
import { Imei } from '#lib/imei/imei'
import { kept } from '#lib/kept'
import { VaultRef } from '#platform/vault-ref'
import { HandsetSeized } from '../events/handset-seized.ts'
import { exhibit } from '../exhibit.ts'
import { ExhibitId, ExhibitLabel, powerNames, TrayId } from '../vocabulary.ts'

/** An exhibit's numbers are looked at again with those of a case. */

/** An officer takes a handset into custody. `case` is the only one that names it, as `lookUp` judged. */
export const seizeHandset = defineCommand('seize-handset', {
  input: z.object({
    exhibit: ExhibitId,
    label: ExhibitLabel.optional(),
    imeis: z.array(Imei).min(1).max(4),
    power: z.enum(powerNames),
    camera: VaultRef.optional(),
    case: CaseId.optional(),
    tray: TrayId.optional(),
  }),
  refusals: {
    'already-seized': { status: 409, says: 'This phone has been seized already. Open the exhibit to see it.' },
  },
  stream: (input) => `exhibit/${input.exhibit}`,
  begins: true,
  keyed: ({ camera: _, case: __, ...seizure }) => seizure,
  state: exhibit,

  decide(seizure, { seizedAt }, { now }) {
    if (seizedAt) return refuse('already-seized')
    const reviewBy = new Date(Date.parse(now) + kept.caseNumbers.ms).toISOString()
    return [HandsetSeized.of({ ...seizure, reviewBy })]
  },
})
