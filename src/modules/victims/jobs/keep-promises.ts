import { sql } from 'kysely'
import { defineJob, type Tools } from '#ledger'
import { earlyMs } from '../promise.ts'
import { type TellTables, tell } from '../tell.ts'
import type { CasePromise } from '../views/case-promise.ts'

type Tables = TellTables & CasePromise

const atOnce = 200
/** By then the report's own message has gone out, or nobody gave a word for it. */
const firstWordMs = 3_000
/** A network that is away for so long is said to be. */
const patienceMs = 60_000

/**
 * No silence (B42): each victim hears from us by the time that was promised, also when nothing has happened, and hears
 * within the minute that a network has not answered.
 */
export const keepPromises = defineJob<Tables>('keep-promises', {
  everyMs: 2_000,
  async run(tools) {
    for (const { case_id, told_at, opened_at } of await due(tools))
      await tell(tools as unknown as Tools<TellTables>, {
        case: case_id,
        template: 'heartbeat',
        at: told_at ?? opened_at,
      })
    for (const { case_id, opened_at } of await notTold(tools))
      await tell(tools as unknown as Tools<TellTables>, { case: case_id, template: 'reported', at: opened_at })
    for (const theft of await partlyStopped(tools))
      await tell(tools as unknown as Tools<TellTables>, {
        case: theft,
        template: 'stopped-partly',
        at: tools.now().toISOString(),
      })
  },
})

const due = ({ db, now }: Tools<Tables>) =>
  db
    .selectFrom('case_promise')
    .select(['case_id', 'told_at', 'opened_at'])
    .where('promised', '<=', new Date(now().getTime() + earlyMs).toISOString())
    .orderBy('promised')
    .limit(atOnce)
    .execute()

const notTold = ({ db, now }: Tools<Tables>) =>
  db
    .selectFrom('case_promise')
    .select(['case_id', 'opened_at'])
    .where('told_at', 'is', null)
    .where('promised', 'is not', null)
    .where('opened_at', '<=', new Date(now().getTime() - firstWordMs).toISOString())
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
