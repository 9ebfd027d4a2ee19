import { z } from 'zod'
import { problem, type RouteContext, refusal } from '#http'
import { showCaseCode } from '#lib/case-code'
import { type Imei, ImeisToStop } from '#lib/imei/imei'
import { LineTyped } from '#lib/line'
import {
  type Identity,
  methods,
  type ReportTables,
  reportTheft,
  type Taken,
  takeClaim,
  takeReport,
} from '#modules/reports/public'
import { giveAccess } from '#modules/victims/public'
import { definePage } from '../define-page.ts'
import { identityFields, whoOf } from '../identity-fields.ts'
import { type ReceiptTables, receiptOf } from '../receipt.ts'
import { happened } from '../what-happened.ts'

type Tables = ReportTables & ReceiptTables

/** How the helper knows whom they help; it decides what is stopped. The helper is on the record as who vouched. */
const vouched = {
  'officer-present': 'I am with them and have seen who they are',
  'police-handler': 'I am on the phone with them and have checked who they are',
  number: 'I have not checked who they are',
} as const
const ways = ['officer-present', 'police-handler', 'number'] as const

const emptyOr = <Schema extends z.ZodType>(schema: Schema) =>
  z.union([z.literal('').transform(() => undefined), schema])

/** There is a code already, or somebody else has shown that the phone is theirs. */
const noMore: readonly string[] = ['access-often', 'holder-known']

/** The assisted report: an officer or call handler asks and types, on one page, and reads out the code (USERS 2.1, row E). */
export default definePage<Tables>()({
  url: '/staff/report',
  title: 'Report a theft for somebody',
  template: 'staff/report.njk',
  who: { act: 'change', record: 'theft-report' },
  purpose: 'respond-to-theft',
  async load(_, { audit }) {
    await audit('look', 'assisted-report')
    const items = (words: Readonly<Record<string, string>>) =>
      Object.entries(words).map(([value, text]) => ({ value, text }))
    return { choices: items(happened), ways: items(vouched), receipt: false }
  },
  form: z.object({
    line: LineTyped,
    imeis: emptyOr(ImeisToStop),
    method: z.enum(methods, 'Choose what happened'),
    vouched: z.enum(ways, 'Choose how you know who they are'),
    place: z.string().trim().max(200, 'Say where in 200 letters or fewer'),
    description: z.string().trim().max(2000, 'Describe them in 2,000 letters or fewer'),
    ...identityFields,
    safe: z.string().transform((ticked) => ticked === 'yes'),
  }),

  async act({ vouched: means, safe, place, description, imeis, line, method, ...who }, context) {
    const claimed = who.name || who.born || who.postcode ? whoOf(who) : undefined
    if (claimed?.errors) return { errors: claimed.errors }
    const taken = await takeReport(context, {
      ...{ line, method, means, imeis: imeis as Imei[] | undefined, channel: 'assisted', force: context.tenant },
      ...{ safeMode: safe, place: place ? { text: place } : undefined, description: description || undefined },
    })
    if ('refused' in taken) return refusal(reportTheft, taken.refused)
    await context.audit('change', `case/${taken.case}`)
    return answered(context, taken, { checked: means !== 'number', identity: claimed?.identity })
  },
})

type Helped = { readonly checked: boolean; readonly identity: Identity | undefined }

/** The code to read out, unless the theft was known and nobody has checked who this is. Then the claim, which is that code's own. */
async function answered(
  context: RouteContext<Tables>,
  { case: theft, joined }: Exclude<Taken, { refused: string }>,
  { checked, identity }: Helped,
) {
  const pass = { case: theft, as: 'reporter' as const, ...(joined && !checked && { joined }) }
  const given = pass.joined ? undefined : await giveAccess(context, { case: theft, checked })
  if (given && 'refused' in given && !noMore.includes(given.refused)) return problem('busy')
  const access = given && 'access' in given ? given.access : undefined
  if (identity) await takeClaim(context, theft, identity, { access, joined: pass.joined })
  const receipt = await receiptOf(context, pass, given && 'code' in given ? given : undefined)
  const code = given && 'code' in given ? showCaseCode(given.code) : false
  return { title: 'Reported', receipt: { ...receipt, code, again: joined }, values: {} }
}
