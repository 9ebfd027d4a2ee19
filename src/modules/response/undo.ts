import type { Kysely } from 'kysely'
import { z } from 'zod'
import type { Obligation } from '#ledger'
import { Slug } from '#lib/slug'
import { undoOf } from './ladder.ts'

/** Stops that were owed, each to one partner, and are not undone (`openStops`). */
export const OpenStops = z
  .array(
    z.object({
      action: z.uuid(),
      partner: Slug,
      kind: z.string(),
      target: z.string(),
      input: z.record(z.string(), z.unknown()),
    }),
  )
  .max(2000)
export type OpenStop = z.infer<typeof OpenStops>[number]

export type StopTables = {
  owed: { event_id: string }
  event: { id: string; stream: string }
  action: {
    id: string
    stream: string
    partner: string
    kind: string
    target: string
    input: Record<string, unknown>
    state: string
    cancels: string | null
    position: string
  }
}

/** What takes these stops back, one obligation each: it names the action that it cancels. Pure. */
export const undoing = (stops: readonly OpenStop[]): Obligation[] =>
  stops.flatMap(({ action, partner, kind, target, input }) => {
    const undo = undoOf[kind]
    return undo ? [{ partners: [partner], kind: undo, target, input: withoutReason(input), cancels: action }] : []
  })

const withoutReason = ({ reason: _, ...input }: Readonly<Record<string, unknown>>) => input

/** The stops of a case that may still hold at a partner: neither refused, never sent, nor undone already. */
export async function openStops(db: Kysely<StopTables>, theft: string): Promise<OpenStop[]> {
  const rows = await db
    .selectFrom('action as a')
    .select(['a.id as action', 'a.partner', 'a.kind', 'a.target', 'a.input'])
    .where('a.stream', '=', `case/${theft}`)
    .where('a.kind', 'in', Object.keys(undoOf))
    .where('a.state', 'in', ['owed', 'acknowledged', 'dead', 'given-up'])
    .where(({ not, exists, selectFrom }) =>
      // An undo is owed by the same case, so its index serves.
      not(
        exists(
          selectFrom('action as u')
            .select('u.id')
            .where('u.stream', '=', `case/${theft}`)
            .whereRef('u.cancels', '=', 'a.id'),
        ),
      ),
    )
    .orderBy('a.position')
    .execute()
  return rows
}

/** Whether something owed by this case is not laid out as actions yet: ask again in a moment. */
export async function isLayingOut(db: Kysely<StopTables>, theft: string): Promise<boolean> {
  const row = await db
    .selectFrom('owed')
    .innerJoin('event', 'event.id', 'owed.event_id')
    .select('owed.event_id')
    .where('event.stream', '=', `case/${theft}`)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}
