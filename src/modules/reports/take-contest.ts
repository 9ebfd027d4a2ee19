import { createHash } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { RouteContext } from '#http'
import { CaseId, uuidOf } from '#lib/ids'
import type { Line } from '#lib/line'
import { caseOfLine } from './case-of-line.ts'
import { contestReport } from './commands/contest-report.ts'
import { type IdentityTry, takeContestTry } from './identity-tries.ts'
import type { NetworkTables } from './network-of-line.ts'
import { reviewOf } from './review.ts'
import { type Identity, mayBeAsked } from './take-claim.ts'
import { type EventTables, firstOf } from './tenant.ts'
import type { OpenCase } from './views/open-case.ts'

type Context = Pick<RouteContext<OpenCase & EventTables>, 'audit' | 'db' | 'execute' | 'from' | 'now' | 'vault'>

/** So many of one case are written down; how many are made in a day is counted by number (`takeContestTry`). */
const mostContests = 100
/** With the right stop word: whoever says it needs no place among those that anybody can make. */
const mostWithWord = 10

/** The stop word of the number, as far as it says how long its owner has had it. */
export type WordSecret = { readonly line: string; readonly at: string; readonly until: string | null }
/** As with codes: whoever holds a stolen phone can enrol it, and choose a word. */
const oldEnoughMs = 24 * 3_600_000

/**
 * Takes what somebody says whose number another person may have reported. Whether one has is told to nobody: whoever asks may be
 * the one that the report is kept from. `often`: this number was contested as often as it may be today, and no network is asked. A right
 * stop word is heard all the same.
 */
export async function takeContest(
  context: Context,
  number: Line,
  identity: Identity,
  secret?: WordSecret,
): Promise<'taken' | 'often'> {
  const { audit, db, now, vault } = context
  const [line] = (await vault.find('number', number)).map(({ ref }) => ref)
  const open = await caseOfLine(db, line ?? 'none')
  await audit('change', open ? `case/${open}` : 'contest')
  // The steps are the same where no report stands, so that time tells no more than words do. Nothing is kept then.
  const reviewAt = new Date(reviewOf(now().toISOString()))
  const { ref: claim, keep } = await vault.seal({ class: 'identity', value: identity, reviewAt })
  const home = await mayBeAsked(db as unknown as Kysely<NetworkTables>, open ?? nobodys)
  const old = secret !== undefined && (await isOldEnough(context, open ?? nobodys, secret))
  const word = old && secret.line === line
  const subject = vault.blind('number', number)
  const may = await takeContestTry(db as unknown as Kysely<IdentityTry>, subject, context.from, now())
  const saidWord = secret !== undefined
  if (!may && !saidWord) return 'often'
  const series = seriesOf(open ?? nobodys, saidWord)
  for (const contest of await notMade(db as unknown as Kysely<EventTables>, series)) {
    const said = { contest, case: open, claim, line, ...(word && { word }), home }
    const made = await context.execute(contestReport, said, `contest-${contest}`, [keep])
    if (made.ok || made.refused !== 'contest-made') return 'taken'
  }
  return 'often'
}

/** Those of these contests that nobody has made. */
async function notMade(db: Kysely<EventTables>, contests: readonly string[]): Promise<string[]> {
  const streams = contests.map((one) => `contest/${one}`)
  const rows = await db
    .selectFrom('event')
    .select('stream')
    .where('stream', 'in', streams)
    .where('version', '=', 1)
    .execute()
  const made = new Set(rows.map(({ stream }) => stream))
  return contests.filter((one) => !made.has(`contest/${one}`))
}

/** Looked at in place of a case that does not exist. */
const nobodys = CaseId.parse('00000000-0000-4000-8000-000000000000')

async function isOldEnough({ db }: Context, theft: CaseId, { at, until }: WordSecret): Promise<boolean> {
  const first = await firstOf(db as unknown as Kysely<EventTables>, `case/${theft}`)
  return first !== undefined && until === null && new Date(at).getTime() <= new Date(first.at).getTime() - oldEnoughMs
}

/** All contests that a case can have, made or not. */
export const contestsOf = (theft: CaseId): string[] => [...seriesOf(theft, false), ...seriesOf(theft, true)]

const seriesOf = (theft: CaseId, word: boolean): string[] =>
  Array.from({ length: word ? mostWithWord : mostContests }, (_, n) =>
    idOf(word ? `word ${theft} ${n}` : `${theft} ${n}`),
  )

const idOf = (one: string) => uuidOf(createHash('sha256').update(`contest ${one}`).digest('hex'))
