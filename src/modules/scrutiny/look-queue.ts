import type { Kysely } from 'kysely'
import type { LookDoubt } from './views/look-doubt.ts'
import { onceInMs } from './vocabulary.ts'

const mostShown = 100

/** Look-ups that wait for the auditor, the oldest first, and those answered in the last 28 days. `employer`: of whose staff. */
export async function lookQueue(db: Kysely<LookDoubt>, employer: string | undefined, now: Date) {
  const all = db
    .selectFrom('look_doubt')
    .selectAll()
    .$if(employer !== undefined, (q) => q.where('employer', '=', employer ?? ''))
    .limit(mostShown)
  const since = new Date(now.getTime() - onceInMs).toISOString()
  const [open, answered] = await Promise.all([
    all.where('explained_at', 'is', null).orderBy('doubted_at').execute(),
    all.where('explained_at', '>', since).orderBy('explained_at', 'desc').execute(),
  ])
  return { open, answered }
}
