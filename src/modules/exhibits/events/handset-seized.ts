import { z } from 'zod'
import { defineEvent } from '#ledger'
import { CaseId } from '#lib/ids'
import { Imei } from '#lib/imei/imei'
import { VaultRef } from '#platform/vault-ref'
import { ExhibitId, ExhibitLabel, powerNames, TrayId } from '../vocabulary.ts'

/** A handset is in police hands: recovered, not yet returned. Who seized it is the event's actor. */
export const HandsetSeized = defineEvent('exhibits.handset-seized', {
  version: 1,
  pseudonymous: 'reviewBy',
  stream: (d) => `exhibit/${d.exhibit}`,
  data: z.object({
    exhibit: ExhibitId,
    label: ExhibitLabel.optional().describe('the exhibit reference on the bag'),
    imeis: z.array(Imei).min(1).max(4).describe('as read from the handset; pseudonymous'),
    power: z.enum(powerNames),
    camera: VaultRef.optional().describe('the reference of the officer’s camera recording'),
    case: CaseId.optional().describe('the only case that names this handset; absent when none or several do'),
    tray: TrayId.optional(),
    reviewBy: z.iso.datetime().describe('when a person must look again at whether these numbers are still needed'),
  }),
  sample: {
    exhibit: '7c9e6679-7425-40de-944b-e07fc1f90ae7',
    label: 'AB/1',
    imeis: ['490154203237518'],
    power: 'pace-s1',
    camera: 'v_AAAAAAAAAAAAAAAAAAAAAA',
    case: '5a3f0a7b-1c11-4a55-9a35-0f8e2f4a6d0c',
    reviewBy: '2026-12-24T10:00:00.000Z',
  },
})
