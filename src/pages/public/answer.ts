import type { Kysely } from 'kysely'
import { z } from 'zod'
import type { RouteContext } from '#http'
import { readCaseCode } from '#lib/case-code'
import { type ListAppealTable, listAppealsOf } from '#modules/blocklist/public'
import {
  type AppealQueueTables,
  appealsOf,
  type ClaimQueueTables,
  claimsOf,
  type EventTables,
  ownerOfCase,
} from '#modules/reports/public'
import { type UnitTables, unitOf } from '#modules/victims/public'
import { buyerWords } from '../conflict-words.ts'
import { definePage } from '../define-page.ts'

type Tables = AppealQueueTables & ClaimQueueTables & EventTables & ListAppealTable & UnitTables

/** For who bought a phone in good faith, or whose phone is refused: what became of what they told us. The code opens nothing else. */
export default definePage<Tables>()({
  url: '/answer',
  title: 'What became of what you told us',
  template: 'public/answer.njk',
  who: 'anyone',
  purpose: 'respond-to-theft',
  personal: true,
  limitPerMinute: 20,

  async load(_, { audit }) {
    await audit('look', 'good-faith') // the form shows no record
    return { answers: false }
  },

  form: z.object({
    code: z.string().trim().min(1, 'Enter the code that you were shown').max(40, 'A code has 12 letters and numbers'),
  }),

  async act({ code }, context) {
    const answers = await answersTo(context, code)
    if (answers.length > 0) return { answers }
    return { errors: [{ field: 'code', says: 'We do not know this code. Compare each letter and number' }] }
  },
})

type Answer = {
  readonly owner: string | undefined
  readonly made_at: string
  readonly due: string
  readonly answered_at: string | null
  readonly says: string | undefined
}

async function answersTo({ audit, db, now, vault }: RouteContext<Tables>, typed: string) {
  const code = readCaseCode(typed)
  const refs = code ? (await vault.find('document', code)).map(({ ref }) => `${ref}`) : []
  await audit('look', refs[0] ?? 'good-faith')
  const rows = refs.length > 0 ? await answersOf(db as unknown as Kysely<Tables>, refs, now()) : []
  return Promise.all(
    rows.map(async ({ owner, ...answer }) => ({
      ...answer,
      unit: await unitOf(db as unknown as Kysely<UnitTables>, owner),
    })),
  )
}

/** The code is a buyer's, or that of somebody whose phone is refused. */
async function answersOf(db: Kysely<Tables>, refs: readonly string[], now: Date): Promise<Answer[]> {
  const claims = await claimsOf(db as unknown as Kysely<ClaimQueueTables>, refs)
  const appeals = await appealsOf(db as unknown as Kysely<AppealQueueTables>, refs, now)
  const listed = await listAppealsOf(db as unknown as Kysely<ListAppealTable>, refs, now)
  const ownerOf = (theft: string) => ownerOfCase(db as unknown as Kysely<EventTables & ClaimQueueTables>, theft)
  const ofCases = [
    ...claims.map((row) => ({ ...row, says: row.outcome ? buyerWords[row.outcome] : undefined })),
    ...appeals.map(ofAppeal),
  ]
  const owned = await Promise.all(ofCases.map(async (row) => ({ ...row, owner: await ownerOf(row.case_id) })))
  return [...owned, ...listed.map(ofAppeal)]
}

type Decided = { readonly decided_at: string | null; readonly granted: boolean | null }

const ofAppeal = <Row extends Decided>({ decided_at, granted, ...row }: Row) => ({
  ...row,
  ...{ answered_at: decided_at, says: appealSays(decided_at, granted) },
})

/** Decided by nobody, the case has ended. */
function appealSays(decidedAt: string | null, granted: boolean | null): string | undefined {
  if (decidedAt === null) return undefined
  if (granted === null) return buyerWords.freed
  return granted ? 'Your network is asked to let the phone work with your SIM' : 'The phone stays stopped'
}
