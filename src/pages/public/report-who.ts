import { hash } from 'node:crypto'
import { z } from 'zod'
import { type Pass, type RouteContext, stopOnlyPerMinute } from '#http'
import { type Outcome, type Planned, planned, readStream } from '#ledger'
import { CaseId } from '#lib/ids'
import { claimIdentity, type Identity, type ReportTables, sealClaim } from '#modules/reports/public'
import { accesses, type Given, giveAccessTo, sealAccess } from '#modules/victims/public'
import { queryable } from '#platform/database'
import { definePage } from '../define-page.ts'
import { identityFields, whoOf } from '../identity-fields.ts'
import { ownReport } from '../own-report.ts'
import { isAdded } from '../pass-after.ts'
import { lookingAgain, type ReceiptTables, receiptOf } from '../receipt.ts'
import type { FieldError } from '../render.ts'

type Tables = ReportTables & ReceiptTables
const tooOften = 'Your network was asked as often as it may be today. Press “Skip this”, and go to its shop'
const over = 'This report has ended. Is your phone still gone? Then report it again on our first page'

/**
 * Page two of a report: name, and date of birth or postcode, for the home operator. It may be skipped. Its answer is the receipt,
 * which has an address of its own where the browser keeps a cookie.
 */
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
    return { token: pass.held ? pass.seal(pass.held) : '', late: false }
  },
  // A skipped form is right whatever is in it: its fields are judged below.
  form: z.object({
    ...{ token: z.string(), skip: z.string(), name: z.string(), born: z.string(), postcode: z.string() },
    danger: z.string().transform((said) => said === 'yes'),
  }),

  async act({ token, skip, danger, ...typed }, context) {
    const { pass, audit } = context
    const opened = (await pass.open(token)) ?? pass.held
    if (!opened) return { late: true, values: {} }
    // Only who joined can have been given a case of their own meanwhile.
    const sent = opened.report ? (await ownReport(context.db, opened)).pass : opened
    await audit('change', `case/${sent.case}`)
    const { errors, identity } = skip ? noOne : readWho(typed)
    const here = sent.visit ?? pass.visit
    if (errors) return { errors, token, visit: here, danger }
    const foundBy = `${token} ${identity ? digestOf(identity) : 'skipped'}`
    const mine = pass.held?.case === sent.case ? pass.held : await takenBefore(context, sent, foundBy, identity)
    const taken = isRepeated(mine, identity) ? { pass: mine } : await takeWho(context, mine, identity, foundBy)
    pass.give(taken.pass)
    if (taken.errors) return { errors: taken.errors, token: pass.seal(taken.pass), visit: here, danger }
    // The receipt itself, and not where it is: on a slow network that is a journey there and back less.
    const { pass: now, code } = taken
    const receipt = await receiptOf(context, now, { given: code })
    const again = pass.held
      ? { ...lookingAgain(receipt, 0), address: '/report/receipt' }
      : { token: pass.seal(now), visit: here }
    const shown = { title: 'We have your report', receipt, added: isAdded(now), look: 0, ...again, danger }
    return { ...shown, values: {}, differs: ['token', 'visit', 'receipt.code', 'receipt.word'] }
  },
})

/** The same form once more, by a reload: its answer is the receipt, and nobody is asked twice. */
const isRepeated = ({ claim, said }: Pass, identity: Identity | undefined) =>
  identity !== undefined && claim !== undefined && said === digestOf(identity)

/**
 * A browser that keeps no cookie sends the form as it was when the page is loaded again: it is answered with the code that it was given
 * for it, and nobody is asked twice.
 */
async function takenBefore(
  { db, vault }: RouteContext<Tables>,
  sent: Pass,
  foundBy: string,
  identity: Identity | undefined,
): Promise<Pass> {
  const [known] = sent.access === undefined ? await vault.find('document', foundBy) : []
  const given = known && accesses.run(await readStream(queryable(db), `case/${sent.case}`)).all.get(known.ref)
  if (!given) return sent
  const [claim] = given.claims
  return { ...sent, access: known.ref, ...(claim && identity && { claim, said: digestOf(identity) }) }
}

const digestOf = (identity: Identity) => hash('sha256', JSON.stringify(identity), 'base64url').slice(0, 16)

const noOne = { errors: undefined, identity: undefined }
const fields = z.object(identityFields)
type TypedFields = z.input<typeof fields>

function readWho(typed: TypedFields) {
  const read = fields.safeParse(typed)
  if (read.success) return whoOf(read.data)
  const errors = read.error.issues.map(({ path, message }) => ({ field: String(path[0]), says: message }))
  return { errors, identity: undefined }
}

type Taken = { readonly pass: Pass; readonly code?: Given | undefined; readonly errors?: FieldError[] }

/** What they say who they are, and the code for their case: one look and one transaction. */
async function takeWho(
  context: RouteContext<Tables>,
  pass: Pass,
  identity: Identity | undefined,
  foundBy: string,
): Promise<Taken> {
  const by = { ...pass, by: { from: context.from } }
  const sealed = identity && (await sealClaim(context, CaseId.parse(pass.case), identity, by))
  const tried = sealed !== undefined && 'refused' in sealed
  const claim = tried ? undefined : sealed
  const claimed = identity && claim ? { ...pass, claim: claim.input.claim, said: digestOf(identity) } : pass
  const access = pass.access || isAdded(pass) ? undefined : await sealAccess(context, { ...claimed, foundBy })
  const { actor, tenant, request } = context
  const meta = { actor, tenant, cause: `request/${request}` }
  const [ofClaim, ofAccess] = await inTheirPlaces(
    [
      claim && planned(claimIdentity, claim.input, meta, [claim.keep]),
      access && planned(giveAccessTo, access.input, meta, [access.keep]),
    ],
    context.executeTogether,
  )
  const code = ofAccess?.ok ? access?.given : undefined
  const now = { ...(ofClaim?.ok ? claimed : pass), ...(code && { access: code.access }) }
  const refused = tried ? 'claims-tried' : ofClaim && !ofClaim.ok ? ofClaim.refused : undefined
  return refused ? { pass: now, errors: [{ field: 'name', says: refusedSays[refused] ?? busy }] } : { pass: now, code }
}

const busy = 'Press the button again'
const refusedSays: Readonly<Record<string, string>> = { 'claims-tried': tooOften, 'case-ended': over, 'no-case': over }

/** The outcomes of those plans that there are, each in the place of its plan. */
async function inTheirPlaces(
  plans: readonly (Planned | undefined)[],
  execute: (plans: readonly Planned[]) => Promise<Outcome[]>,
): Promise<(Outcome | undefined)[]> {
  const those = plans.filter((plan) => plan !== undefined)
  const outcomes = those.length > 0 ? await execute(those) : []
  return plans.map((plan) => (plan ? outcomes.shift() : undefined))
}
