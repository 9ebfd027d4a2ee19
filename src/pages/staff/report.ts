import { z } from 'zod'
import { type Caller, problem, type Role, type RouteContext, refusal } from '#http'
import { type Imei, ImeisToStop } from '#lib/imei/imei'
import { LineTyped, readLine } from '#lib/line'
import { isTold } from '#lib/proof'
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
import { emptyOr } from '../form.ts'
import { identityFields, whoOf } from '../identity-fields.ts'
import { type ReceiptTables, receiptOf } from '../receipt.ts'
import { isForce, type Organisations, vouched, type Way, ways, waysOf } from '../vouching.ts'
import { happened } from '../what-happened.ts'

type Tables = ReportTables & ReceiptTables & Organisations

const says = {
  apart: 'The two numbers are not the same. Ask for it once more, and type both',
  once: 'Ask for the number again and type it here, or give name and birth date below',
}

/** Only who may be on patrol is asked whether it was found there. */
const patrols: readonly Role[] = ['response-officer', 'transport-officer']
const isOnPatrol = (caller: Caller, ours: boolean): boolean =>
  ours && caller.kind === 'staff' && patrols.some((role) => caller.roles.includes(role))

/** There is a code already, or somebody else has shown that the phone is theirs. */
const noMore: readonly string[] = ['access-often', 'holder-known']

/**
 * The assisted report: an officer, a call handler, a shop or a station's help point asks and types, on one page, and reads out
 * the code (USERS 2.1, row E). Whose word it was stays with the case.
 */
export default definePage<Tables>()({
  url: '/staff/report',
  title: 'Report a theft for somebody',
  template: 'staff/report.njk',
  who: { act: 'change', record: 'assisted-report' },
  purpose: 'respond-to-theft',
  async load(_, { audit, caller, db, tenant }) {
    await audit('look', 'assisted-report')
    const ours = await isForce(db, tenant)
    const may = waysOf(caller, ours)
    const items = (words: Readonly<Record<string, string>>) =>
      Object.entries(words).map(([value, text]) => ({ value, text }))
    return {
      choices: items(happened),
      ways: items(vouched).filter(({ value }) => may.includes(value as Way)),
      asksPatrol: isOnPatrol(caller, ours),
      receipt: false,
    }
  },
  form: z.object({
    line: LineTyped,
    lineAgain: z.string().trim().max(60, says.apart),
    imeis: emptyOr(ImeisToStop),
    method: z.enum(methods, 'Choose what happened'),
    vouched: z.enum(ways, 'Choose how you know who they are'),
    place: z.string().trim().max(200, 'Say where in 200 letters or fewer'),
    when: z.string().trim().max(100, 'Say when in 100 letters or fewer'),
    description: z.string().trim().max(2000, 'Describe them in 2,000 letters or fewer'),
    ...identityFields,
    safe: z.string().transform((ticked) => ticked === 'yes'),
    patrol: z.string().transform((ticked) => ticked === 'yes'),
  }),

  async act(
    { vouched: means, safe, patrol, place, when, description, imeis, line, lineAgain, method, ...who },
    context,
  ) {
    const { caller, db, tenant } = context
    const ours = await isForce(db, tenant)
    if (!waysOf(caller, ours).includes(means))
      return { errors: [{ field: 'vouched', says: 'Choose how you know who they are' }] }
    const claimed = who.name || who.born || who.postcode ? whoOf(who) : undefined
    if (claimed?.errors) return { errors: claimed.errors }
    // A time without a place is kept nowhere.
    if (when && !place) return { errors: [{ field: 'place', says: 'Say where too, or leave out when' }] }
    const readBack = lineAgain !== ''
    if (readBack && readLine(lineAgain) !== line) return { errors: [{ field: 'lineAgain', says: says.apart }] }
    const asksOperator = claimed !== undefined
    if (isTold(means) && !asksOperator && !readBack) return { errors: [{ field: 'lineAgain', says: says.once }] }
    const taken = await takeReport(context, {
      ...{
        ...{ line, readBack, asksOperator },
        method,
        means,
        imeis: imeis as Imei[] | undefined,
        channel: 'assisted',
        force: ours ? tenant : undefined,
        foundByPatrol: patrol && isOnPatrol(caller, ours),
      },
      ...{ safeMode: safe, place: placed(place, when), description: description || undefined },
    })
    if ('refused' in taken) return refusal(reportTheft, taken.refused)
    await context.audit('change', `case/${taken.case}`)
    return answered(context, taken, { checked: means !== 'number', identity: claimed?.identity })
  },
})

const placed = (text: string, when: string) => (text ? { text, ...(when && { when }) } : undefined)

type Helped = { readonly checked: boolean; readonly identity: Identity | undefined }

/** The code to read out, unless the theft was known and nobody has checked who this is. Then the claim, which is that code's own. */
async function answered(
  context: RouteContext<Tables>,
  { case: theft, joined, report }: Exclude<Taken, { refused: string }>,
  { checked, identity }: Helped,
) {
  const pass = { case: theft, as: 'reporter' as const, ...(joined && !checked && { joined }) }
  const given = pass.joined ? undefined : await giveAccess(context, { case: theft, checked, report })
  if (given && 'refused' in given && !noMore.includes(given.refused)) return problem('busy')
  const access = given && 'access' in given ? given.access : undefined
  const by = { by: { helper: context.actor }, access, joined: pass.joined, report }
  const claim = identity && (await takeClaim(context, theft, identity, by))
  const unasked = claim !== undefined && 'refused' in claim && claim.refused
  const code = given && 'code' in given ? given : undefined
  const receipt = await receiptOf(context, pass, { given: code, helper: !pass.joined })
  return { title: 'Reported', receipt: { ...receipt, again: joined, unasked }, values: {} }
}
