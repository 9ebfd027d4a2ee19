import { createHash } from 'node:crypto'
import { z } from 'zod'
import { type Caller, defineRoute } from '#http'
import { canonical } from '#lib/canonical-json'
import { type ImeiKey, type Reason, readImei, reasonSays } from '#lib/imei/imei'
import { checkHandsets, type HandsetCaseTables, signCheck } from '#modules/sightings/public'
import { advice } from '../status-of.ts'

const most = 1000

const Answer = z.object({
  row: z.int().describe('its place in the list, from 0'),
  imeiKey: z.string().nullable().describe('the 14 digits that were asked about; null when it could not be read'),
  status: z.enum(['clear', 'wait', 'stolen', 'unknown', 'unreadable']),
  advice: z.string(),
  restrictions: z
    .array(
      z.object({
        status: z.enum(['blocked', 'tracked']),
        from: z.enum(['list', 'rule']),
        by: z.string().describe('who keeps the list, or who decided the rule'),
        why: z.string().optional().describe('of a rule: its reason'),
        since: z.iso.datetime(),
      }),
    )
    .optional()
    .describe('to officers: other registers’ lists and rules by which networks refuse or watch it'),
})
type Answer = z.output<typeof Answer>

/**
 * A whole delivery, or a box of seized handsets, in one question: one row a handset, each with its answer or why it cannot be
 * read, and one receipt for all. A reported handset among them is seen: its case hears of it in the same request.
 */
export default defineRoute<HandsetCaseTables>()({
  method: 'POST',
  url: '/api/imei-checks/batch',
  summary: 'What is known of up to 1,000 handsets, one IMEI each',
  who: { act: 'look', record: 'imei-status' },
  status: 200,
  weighs: ({ imeis }) => imeis.length,
  body: z.strictObject({ imeis: z.array(z.string().max(60)).min(1).max(most) }),
  reply: z.object({
    answers: z.array(Answer).describe('in the order of the question'),
    number: z.string().describe('of the receipt, for the paperwork'),
    at: z.iso.datetime(),
    receipt: z.string().describe('compact JWS, Ed25519; holds the SHA-256 of the canonical JSON of `answers`'),
  }),

  async handle({ imeis }, context) {
    const read = imeis.map(readRow)
    const keys = [...new Set(read.flatMap((row) => ('key' in row ? [row.key] : [])))]
    const asker = askerOf(context.caller)
    const said = await checkHandsets(context, keys, asker)
    const answers = read.map((row, place): Answer => {
      if ('why' in row) return { row: place, imeiKey: null, status: 'unreadable', advice: reasonSays[row.why] }
      const { status, restrictions } = said.get(row.key) ?? none
      const full = asker === 'officer' && restrictions.length > 0 ? { restrictions: [...restrictions] } : {}
      return { row: place, imeiKey: row.key, status, advice: advice[status], ...full }
    })
    const hash = createHash('sha256').update(canonical(answers)).digest('base64url')
    return { answers, ...(await signCheck(context, { checks: answers.length, answers: hash })) }
  },
})

const none = { status: 'unknown', restrictions: [] } as const

type Row = { readonly key: ImeiKey } | { readonly why: Reason }

function readRow(text: string): Row {
  const reading = readImei(text, 'csv-import')
  if (!reading.valid) return { why: reading.reason }
  return reading.kind === 'MEID' ? { why: 'characters' } : { key: reading.norm14 }
}

const askerOf = (caller: Caller) =>
  (caller.kind === 'partner' && caller.sort === 'force') ||
  (caller.kind === 'staff' && !caller.roles.includes('dealer'))
    ? 'officer'
    : 'dealer'
