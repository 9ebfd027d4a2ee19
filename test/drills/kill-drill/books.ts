import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { openDatabase } from '#platform/database'
import type { Installation } from '#test/support/installation'
import type { Books } from './account.ts'

/** What the drill follows from end to end. Other orders may wait for good reasons: a screen lock for its handset's next contact. */
const followed = 'block-handset'

/** Reads ledger, actions and the partners' effect journals of an installation at rest. */
export async function readBooks(
  { ownerUrl, dataDir }: Pick<Installation, 'ownerUrl' | 'dataDir'>,
  acknowledged: readonly string[],
): Promise<Books> {
  const database = openDatabase(ownerUrl(), { max: 1, applicationName: 'kill drill' })
  try {
    const events = await database.pool.query<Books['events'][number]>(
      `select stream, coalesce((select json_agg(slug) from jsonb_array_elements(owes) o,
         jsonb_array_elements_text(o -> 'partners') slug where o ->> 'kind' = $1), '[]') as owes
       from event where type = 'reports.theft-reported'`,
      [followed],
    )
    const actions = await database.pool.query<Books['actions'][number]>(
      'select id, stream, partner, state from action where kind = $1',
      [followed],
    )
    return { acknowledged, events: events.rows, actions: actions.rows, effects: readJournals(dataDir) }
  } finally {
    await database.close()
  }
}

// Line by line, not through the simulator's own reader: that one would hide a second line with the same key.
function readJournals(dataDir: string): Books['effects'] {
  const folder = join(dataDir, 'simulators')
  return readdirSync(folder)
    .filter((file) => file.endsWith('.ndjson'))
    .flatMap((file) =>
      readFileSync(join(folder, file), 'utf8')
        .split('\n')
        .flatMap(wholeLine)
        .map((key) => ({ partner: basename(file, '.ndjson'), key })),
    )
}

function wholeLine(line: string): string[] {
  try {
    const { key, kind } = JSON.parse(line) as { key: string; kind: string }
    return kind === followed ? [key] : []
  } catch {
    return [] // torn by a kill, so it was never answered
  }
}

/** What still waits: to be laid out, to be answered, to be sealed. The database may be away, which is not quiet either. */
export async function stillWaiting(ownerUrl: string): Promise<string | undefined> {
  const database = openDatabase(ownerUrl, { max: 1, applicationName: 'kill drill' })
  try {
    const { rows } = await database.pool.query<{ owed: number; open: number; unsealed: number }>(
      `select (select count(*)::int from owed) as owed, (select count(*)::int from unsealed) as unsealed,
         (select count(*)::int from action where state = 'owed' and kind = $1) as open`,
      [followed],
    )
    const { owed = 0, open = 0, unsealed = 0 } = rows[0] ?? {}
    return owed + open + unsealed > 0 ? `${owed} to lay out, ${open} to answer, ${unsealed} to seal` : undefined
  } catch {
    return 'the database does not answer'
  } finally {
    await database.close().catch(() => {})
  }
}
