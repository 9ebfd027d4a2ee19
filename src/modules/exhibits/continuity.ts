import type { Kysely } from 'kysely'
import type { StoredEvent } from '#ledger'
import { CaseMatched } from './events/case-matched.ts'
import { HandedOver } from './events/handed-over.ts'
import { HandsetSeized } from './events/handset-seized.ts'
import { holders, powers } from './vocabulary.ts'

export type StreamTables = {
  event: {
    stream: string
    version: number
    type: string
    type_version: number
    actor: string
    at: string
    data: unknown
  }
}

/** One link of an exhibit's continuity. `by`: an opaque id of the member of staff, or the program itself. */
export type Link = { readonly at: string; readonly says: string; readonly by: string }

/** The unbroken record of who held an exhibit, from its own stream: nothing in it can be changed. */
export async function continuityOf(db: Kysely<StreamTables>, exhibit: string): Promise<Link[]> {
  const rows = await db
    .selectFrom('event')
    .select(['type', 'type_version', 'actor', 'at', 'data'])
    .where('stream', '=', `exhibit/${exhibit}`)
    .orderBy('version')
    .execute()
  return rows.flatMap(({ type, type_version: typeVersion, actor: by, at, data }) => {
    const says = told({ type, typeVersion, data })
    return says === undefined ? [] : [{ at, by, says }]
  })
}

function told(event: Pick<StoredEvent, 'type' | 'typeVersion' | 'data'>): string | undefined {
  if (event.type === HandsetSeized.type) return `Seized. ${powers[HandsetSeized.decode(event).power]}.`
  if (event.type === CaseMatched.type) return 'The owner’s case was found.'
  if (event.type !== HandedOver.type) return undefined
  const { from, to, seal } = HandedOver.decode(event)
  return `${holders[from]} handed it to: ${holders[to].toLowerCase()}.${seal ? ` Seal ${seal}.` : ''}`
}
