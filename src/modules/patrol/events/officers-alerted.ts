import { z } from 'zod'
import { defineEvent } from '#ledger'
import { CaseId } from '#lib/ids'
import { methods } from '#modules/reports/public'
import { VaultRef } from '#platform/vault-ref'
import { AlertId, directions, mostOfficers, sources, Told } from '../alert.ts'

/** Officers near a theft were told of it. Their positions are kept nowhere. */
export const OfficersAlerted = defineEvent('patrol.officers-alerted', {
  version: 1,
  stream: (d) => `case/${d.case}`,
  data: z.object({
    case: CaseId,
    alert: AlertId,
    officers: z.array(Told).min(1).max(mostOfficers),
    verified: z.boolean().describe('proof of level 2 or more, and nothing speaks against it'),
    method: z.enum(methods),
    source: z.enum(sources),
    place: VaultRef,
    direction: z.enum(directions).optional(),
    description: VaultRef.optional().describe('of a person: only in a verified alert'),
    reportedAt: z.iso.datetime(),
    danger: z.boolean().optional().describe('the victim says that they are in danger or hurt: read first'),
    until: z.iso.datetime().describe('from then on nobody is shown the place'),
  }),
  sample: {
    case: '5a3f0a7b-1c11-4a55-9a35-0f8e2f4a6d0c',
    alert: '0f8e2f4a-6d0c-4a55-9a35-3a3f0a7b1c11',
    officers: [
      {
        officer: 'AAAAAAAAAAAAAAAAAAAAAA',
        force: 'first-force',
        shift: '11111111-2222-4333-8444-555555555555',
        turn: 1,
      },
    ],
    verified: true,
    method: 'snatch',
    source: 'words',
    place: 'v_BBBBBBBBBBBBBBBBBBBBBA',
    direction: 'north-east',
    description: 'v_CCCCCCCCCCCCCCCCCCCCCA',
    reportedAt: '2026-11-24T14:01:50.000Z',
    until: '2026-11-24T14:31:52.000Z',
  },
})
