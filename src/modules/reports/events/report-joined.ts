import { z } from 'zod'
import { defineEvent } from '#ledger'
import { CaseId } from '#lib/ids'
import { Imei } from '#lib/imei/imei'
import { means } from '#lib/proof'
import { VaultRef } from '#platform/vault-ref'
import { channels, joinReasons, methods } from '../vocabulary.ts'

const first = z.object({
  case: CaseId,
  channel: z.enum(channels),
  method: z.enum(methods).optional(),
  danger: z.boolean().optional(),
  bare: z.boolean().optional(),
})

/**
 * The same theft was reported again, through the same or another channel: one case, not two (B07). It says why it joined and what it said
 * of the phone: a person may find that it tells of another theft (`reports.report-split`).
 */
export const ReportJoined = defineEvent('reports.report-joined', {
  version: 2,
  pseudonymous: 'reviewBy',
  stream: (d) => `case/${d.case}`,
  data: z.object({
    case: CaseId,
    why: z.enum(joinReasons),
    report: CaseId.optional().describe('what a case of its own would be called; absent where that was not kept'),
    channel: z.enum(channels),
    means: z.enum(means).optional().describe('what the reporter could show'),
    method: z.enum(methods).optional().describe('how it was done, as this report says'),
    line: VaultRef.optional().describe('the number that it told'),
    imeis: z.array(Imei).max(4).optional().describe('the handset that it told; pseudonymous'),
    hearsay: z.boolean().optional().describe('the number was told by voice, and nothing says that it was heard right'),
    bare: z.boolean().optional().describe('its reporter said a number, and showed nothing more'),
    danger: z.boolean().optional().describe('they say that they are in danger or hurt'),
    safeMode: z.boolean().optional().describe('it asked for safe mode'),
    reviewBy: z.iso.datetime().optional(),
  }),
  sample: {
    case: '5a3f0a7b-1c11-4a55-9a35-0f8e2f4a6d0c',
    why: 'number',
    report: '0f8e2f4a-6d0c-4a55-9a35-3a3f0a7b1c11',
    channel: 'panic-card',
    means: 'panic-card',
    method: 'snatch',
    line: 'v_AAAAAAAAAAAAAAAAAAAAAA',
    imeis: ['490154203237518'],
    reviewBy: '2026-12-22T10:00:00.000Z',
  },
  upcast: {
    1: { data: first, up: (old: z.output<typeof first>) => ({ ...old, why: 'not-kept' as const }) },
  },
})
