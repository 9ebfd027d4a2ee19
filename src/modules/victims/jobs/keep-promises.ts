import { sql } from 'kysely'
import { defineJob, type Tools } from '#ledger'
import { earlyMs } from '../promise.ts'
import { type News, type TellTables, tell } from '../tell.ts'
import type { CasePromise } from '../views/case-promise.ts'

type Tables = TellTables & CasePromise

const atOnce = 200
/** By then the report's own message has gone out, or nobody gave a word for it. */
const firstWordMs = 3_000
/** A network that is away for so long is said to be. */
const patienceMs = 60_000
/** So long before the stops end by themselves the victim is told how to keep them: a shop may be closed at night. */
const warnedMs = 6 * 3_600_000
/** A worker that was down for longer does not tell of stops that ended long ago; the heartbeat does. */
const lateMs = 2 * 86_400_000

/**
 * No silence (B42): each victim hears from us by the time that was promised, also when nothing has happened, and hears
 * within the minute that a network has not answered. Stops that end by themselves are told before and when they do.
 */
export const keepPromises = defineJob<Tables>('keep-promises', {
  everyMs: 2_000,
  async run(tools) {
    const faults: unknown[] = []
    // One case that cannot be told must not silence the others; it is tried again at the next look.
    const say = async (news: News) => {
      await tell(tools as unknown as Tools<TellTables>, news).catch((fault) => faults.push(fault))
    }
    for (const { case_id, told_at, opened_at, level, until } of await due(tools)) {
      const news = level === 0 && until ? ended('lapsed', until) : heartbeat(told_at ?? opened_at)
      await say({ case: case_id, ...news })
    }
    for (const { case_id, opened_at } of await notTold(tools))
      await say({ case: case_id, template: 'reported', at: opened_at })
    for (const theft of await partlyStopped(tools))
      await say({ case: theft, template: 'stopped-partly', at: tools.now().toISOString() })
    const now = tools.now().getTime()
    for (const [template, from, to] of [
      ['lapsed', now - lateMs, now],
      ['lapsing', now, now + warnedMs],
    ] as const)
      for (const { case_id, until } of await ending(tools, template, [from, to]))
        await say({ case: case_id, ...ended(template, until) })
    if (faults.length > 0) throw new AggregateError(faults, `${faults.length} cases were not told`)
  },
})

const heartbeat = (at: string) => ({ template: 'heartbeat' as const, at })
type End = 'lapsing' | 'lapsed'
const ended = (template: End, until: string) => {
  const at = new Date(until)
  return { template, at: at.toISOString(), about: `until-${at.getTime()}` }
}

/** Who is promised to hear by now. A claim that nobody proved is over when it lapses: its page says so, and that is all. */
const due = ({ db, now }: Tools<Tables>) =>
  db
    .selectFrom('case_promise')
    .innerJoin('theft_case', 'theft_case.case_id', 'case_promise.case_id')
    .select(['case_promise.case_id', 'told_at', 'case_promise.opened_at', 'level', 'until'])
    .where('promised', '<=', new Date(now().getTime() + earlyMs).toISOString())
    .where(({ or, eb }) => or([eb('level', '>', 0), eb('until', '<=', now().toISOString())]))
    .orderBy('promised')
    .limit(atOnce)
    .execute()

const notTold = ({ db, now }: Tools<Tables>) =>
  db
    .selectFrom('case_promise')
    .innerJoin('theft_case', 'theft_case.case_id', 'case_promise.case_id')
    .select(['case_promise.case_id', 'case_promise.opened_at'])
    .where('told_at', 'is', null)
    .where('promised', 'is not', null)
    .where('level', '>', 0)
    .where('case_promise.opened_at', '<=', new Date(now().getTime() - firstWordMs).toISOString())
    .limit(atOnce)
    .execute()

/** Cases of the last day that some networks have stopped and others have not answered about for a minute. */
async function partlyStopped({ db, now }: Tools<Tables>): Promise<string[]> {
  const at = now().getTime()
  const [since, until] = [new Date(at - 86_400_000).toISOString(), new Date(at - patienceMs).toISOString()]
  const { rows } = await sql<{ case_id: string }>`
    select case_id from case_promise p
    where promised is not null and opened_at between ${since} and ${until}
      and exists (select from action a where a.stream = 'case/' || p.case_id and a.kind = 'block-handset'
        and a.state = 'acknowledged')
      and exists (select from action a where a.stream = 'case/' || p.case_id and a.kind = 'block-handset'
        and a.state = 'owed' and a.attempts > 1 and a.trying_since <= ${until})
      and not exists (select from event e where e.stream = 'case/' || p.case_id and e.type = 'victims.message-owed'
        and e.data->>'template' in ('stopped', 'stopped-partly'))
    limit ${atOnce}`.execute(db)
  return rows.map(({ case_id }) => case_id)
}

/**
 * A phone or number that is stopped until then, and whose victim was not told so yet: more proof moves the end. Also where the case has
 * ended and lifted nothing.
 */
async function ending({ db }: Tools<Tables>, template: End, [from, to]: readonly [number, number]) {
  const { rows } = await sql<{ case_id: string; until: string }>`
    select c.case_id, c.until from theft_case c join case_promise p using (case_id)
    where c.until > ${new Date(from).toISOString()} and c.until <= ${new Date(to).toISOString()}
      and c.level > 0 and (c.ended is null or c.ended = 'no-lead-left')
      and (c.ended is not null or p.promised is not null)
      and exists (select from action a where a.stream = 'case/' || c.case_id and a.state = 'acknowledged'
        and a.kind in ('block-handset', 'suspend-line') and a.until = c.until
        and not exists (select from action u where u.stream = a.stream and u.cancels = a.id))
      and not exists (select from event e where e.stream = 'case/' || c.case_id and e.type = 'victims.message-owed'
        and e.data->>'template' = ${template}
        and e.data->>'about' = 'until-' || (extract(epoch from c.until) * 1000)::bigint)
    order by c.until limit ${atOnce}`.execute(db)
  return rows
}
