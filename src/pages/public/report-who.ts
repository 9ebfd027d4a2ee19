import { z } from 'zod'
import { type Pass, type RouteContext, seeOther, stopOnlyPerMinute } from '#http'
import { CaseId } from '#lib/ids'
import { type ReportTables, takeClaim } from '#modules/reports/public'
import { giveAccess } from '#modules/victims/public'
import { definePage } from '../define-page.ts'
import { identityFields, whoOf } from '../identity-fields.ts'
import { type ReceiptTables, receiptOf } from '../receipt.ts'

type Tables = ReportTables & ReceiptTables
const tooOften = 'Your network was asked three times already. Press “Skip this”, and go to its shop'

/** Page two of a report: name, and date of birth or postcode, for the home operator. It may be skipped. */
export default definePage<Tables>()({
  url: '/report/who',
  title: 'Who are you?',
  template: 'public/report-who.njk',
  who: 'anyone',
  purpose: 'own-case',
  personal: true,
  limitPerMinute: stopOnlyPerMinute,
  async load(_, { pass, audit }) {
    await audit('look', pass.held ? `case/${pass.held.case}` : 'no-case')
    return { token: pass.held ? pass.seal(pass.held) : '' }
  },
  // A skipped form is right whatever is in it: its fields are judged below.
  form: z.object({
    ...{ token: z.string(), skip: z.string(), name: z.string(), born: z.string(), postcode: z.string() },
    danger: z.string().transform((said) => said === 'yes'),
  }),

  async act({ token, skip, danger, ...typed }, context) {
    const { pass, audit } = context
    const sent = pass.open(token) ?? pass.held
    if (!sent) return seeOther('/report')
    const mine = pass.held?.case === sent.case ? pass.held : sent
    await audit('change', `case/${mine.case}`)
    const claimed = skip ? mine : await claim(context, mine, typed)
    if ('errors' in claimed) return { ...claimed, token, danger }
    const given = claimed.joined || claimed.access ? undefined : await giveAccess(context, claimed)
    const code = given && 'code' in given ? given : undefined
    const now = code ? { ...claimed, access: code.access } : claimed
    pass.give(now)
    if (pass.held) return seeOther(danger ? '/report/receipt?danger=yes' : '/report/receipt')
    // No cookie came back: this browser keeps none, so the receipt is shown here and now.
    const receipt = await receiptOf(context, now, code)
    return {
      title: 'We have your report',
      receipt,
      joined: now.joined ?? false,
      look: 0,
      token: pass.seal(now),
      danger,
    }
  },
})

const fields = z.object(identityFields)
type TypedFields = z.input<typeof fields>

async function claim(context: RouteContext<Tables>, pass: Pass, typed: TypedFields) {
  const read = fields.safeParse(typed)
  if (!read.success)
    return { errors: read.error.issues.map(({ path, message }) => ({ field: String(path[0]), says: message })) }
  const { errors, identity } = whoOf(read.data)
  if (errors) return { errors }
  const taken = await takeClaim(context, CaseId.parse(pass.case), identity, pass)
  if ('claim' in taken) return { ...pass, claim: taken.claim }
  return { errors: [{ field: 'name', says: taken.refused === 'claims-tried' ? tooOften : 'Press the button again' }] }
}
