import { z } from 'zod'
import { defineRoute, refusal } from '#http'
import { CaseId, HandsetId } from '#lib/ids'
import { ImeiToStop } from '#lib/imei/imei'
import { LineTyped } from '#lib/line'
import { reportTheft } from '../commands/report-theft.ts'
import { takeClaim } from '../take-claim.ts'
import { type ReportTables, takeReport } from '../take-report.ts'
import type { EventTables } from '../tenant.ts'
import { methods } from '../vocabulary.ts'

type Holder = { readonly name: string; readonly born?: string | undefined; readonly postcode?: string | undefined }
const identityOf = ({ name, born, postcode }: Holder) => ({
  name,
  ...(born && { born }),
  ...(postcode && { postcode }),
})

/** A force's own system, or a call handler, reports a theft whose victim they have identified. */
export default defineRoute<ReportTables & EventTables>()({
  method: 'POST',
  url: '/api/reports',
  summary: 'Report a theft by number, IMEIs or both; every operator is asked to block the handset at once',
  who: { act: 'change', record: 'theft-report' },
  status: 201,
  body: z.strictObject({
    case: CaseId.optional().describe('your own id for the case, so that a repeated request is one report'),
    handset: HandsetId.optional(),
    number: LineTyped.optional().describe('of the stolen phone, as people write it: 07700 900123 or +44 7700 900123'),
    imeis: z.array(ImeiToStop).min(1).max(4).optional(),
    method: z.enum(methods),
    place: z
      .strictObject({
        text: z.string().trim().min(1).max(200),
        lon: z.number().min(-180).max(180).optional(),
        lat: z.number().min(-90).max(90).optional(),
        when: z.iso
          .datetime({ offset: true })
          .optional()
          .describe(
            'when it was taken, if the victim can say so to the hour; left out, no time is assumed: the report is often much later',
          ),
      })
      .optional(),
    description: z.string().trim().min(1).max(2000).optional().describe('of who took it, and which way they went'),
    holder: z
      .strictObject({
        name: z.string().trim().min(1).max(200),
        born: z.iso.date().optional(),
        postcode: z.string().trim().max(10).optional(),
      })
      .refine(({ born, postcode }) => born !== undefined || postcode !== undefined)
      .optional()
      .describe(
        'who the victim is, with birth date or postcode: the operator of the number is asked whether it is theirs, and until it says yes nothing is done that stops a line or a handset',
      ),
    readBack: z
      .boolean()
      .optional()
      .describe(
        'the number was taken down twice, each time from the victim, and alike. With neither this nor `holder` a person looks before a line or a handset is stopped: a misheard number is somebody else’s phone',
      ),
    safeMode: z.boolean().optional().describe('domestic abuse: no place and no contact is ever shown'),
  }),
  reply: z.object({
    case: CaseId.describe('the case of this theft: an earlier one when the phone is in one already'),
    joined: z.boolean().describe('the theft was reported before, and this report was added to it'),
    asked: z.int().describe('how many operators are asked to block it'),
    holderAsked: z
      .boolean()
      .optional()
      .describe(
        'with `holder`: whether the operator of the number is asked about them. False: it was asked as often as it may be today, so a person looks before a line or a handset is stopped',
      ),
  }),

  async handle({ number, place, holder, ...said }, context) {
    const { lon, lat, when, text = '' } = place ?? {}
    const at = { ...(lon !== undefined && { lon }), ...(lat !== undefined && { lat }) }
    const where = place && { text, ...at, ...(when !== undefined && { when }) }
    const shown = { means: 'police-handler', channel: 'force-system', force: context.tenant } as const
    const asksOperator = holder !== undefined
    const taken = await takeReport(context, { ...said, line: number, place: where, asksOperator, ...shown })
    if ('refused' in taken) return refusal(reportTheft, taken.refused)
    const by = { by: { helper: context.actor }, joined: taken.joined }
    const claim = holder && (await takeClaim(context, taken.case, identityOf(holder), by))
    await context.audit('change', `case/${taken.case}`)
    return {
      case: taken.case,
      joined: taken.joined,
      asked: taken.asked,
      ...(claim && { holderAsked: 'claim' in claim }),
    }
  },
})
