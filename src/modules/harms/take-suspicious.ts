import type { Kysely } from 'kysely'
import type { Execute, VaultInRoute } from '#http'
import { kept, reviewOn } from '#lib/kept'
import { takeTry, type WrongTry } from '#modules/register/public'
import { tellSuspicious } from './commands/tell-suspicious.ts'
import { mostToldAlone } from './events/suspicious-told.ts'
import { isHonest } from './honest-hosts.ts'
import { marked } from './marked.ts'
import type { Indicator } from './read-message.ts'
import type { ToldBy } from './vocabulary.ts'

export type SenderTable = { indicator_sender: { mark: string; sender: string; by: ToldBy; at: string } }
type Tables = SenderTable & WrongTry

type Context = {
  readonly db: Kysely<Tables>
  readonly vault: Pick<VaultInRoute, 'putOnce'>
  readonly now: () => Date
  readonly execute: Execute
}

/** One message that belongs to no case. `sender`: a keyed hash of who told it; `own`: our own host. */
type Told = {
  readonly id: string
  readonly by: ToldBy
  readonly sender: string
  readonly found: readonly Indicator[]
  readonly own: string
}

/** Of one sender within an hour; more is a machine. */
const mostAnHour = 10

/** `nothing`: it holds no link, number or address. `counted`: this sender had told of all of it lately, or tells too much. */
export type TakenAlone = 'taken' | 'nothing' | 'counted'

/**
 * Takes what somebody tells of a suspicious message that belongs to no case. Each sender counts once for one link: who told of what is
 * kept for four weeks under a hash, apart from the record, and the message itself is not kept at all.
 */
export async function takeSuspicious<All extends Tables>(
  given: Omit<Context, 'db'> & { readonly db: Kysely<All> },
  { id, by, sender, found: all, own }: Told,
): Promise<TakenAlone> {
  const context = given as unknown as Context
  const found = mostTelling(all)
  if (found.length === 0) return 'nothing'
  if ((await takeTry(context.db, `told/${by}/${sender}`, context.now())) > mostAnHour) return 'counted'
  const reviewAt = reviewOn(kept.suspiciousLink, context.now())
  const marks = await Promise.all(
    found.map(async (one) => ({
      ...(await marked(context, one, reviewAt)),
      ...(one.sort === 'link' && isHonest(one.value, own) && { honest: true }),
    })),
  )
  const fresh = new Set(
    await firstToldBy(
      context,
      sender,
      by,
      marks.map(({ mark }) => mark),
    ),
  )
  const indicators = marks.filter(({ mark }) => fresh.has(mark))
  if (indicators.length === 0) return 'counted'
  const outcome = await context.execute(tellSuspicious, { told: id, by, indicators }, 'suspicious')
  return outcome.ok ? 'taken' : 'counted'
}

/** Links first: a number in such a message may be an innocent person's. */
const mostTelling = (found: readonly Indicator[]) =>
  [...found.filter(({ sort }) => sort === 'link'), ...found.filter(({ sort }) => sort !== 'link')].slice(
    0,
    mostToldAlone,
  )

/** Those of which this sender had not told before, as far as that is still kept. */
async function firstToldBy({ db, now }: Context, sender: string, by: ToldBy, marks: readonly string[]) {
  const at = now().toISOString()
  const rows = await db
    .insertInto('indicator_sender')
    .values([...new Set(marks)].sort().map((mark) => ({ mark, sender, by, at })))
    .onConflict((c) => c.doNothing())
    .returning('mark')
    .execute()
  return rows.map(({ mark }) => mark)
}

/** How many texted of a link, each from a number of their own. */
export const textsOf = async (db: Kysely<SenderTable>, mark: string): Promise<number> => {
  const rows = db.selectFrom('indicator_sender').select(({ fn }) => fn.countAll<string>().as('texts'))
  return Number((await rows.where('mark', '=', mark).where('by', '=', 'text').executeTakeFirst())?.texts ?? 0)
}
