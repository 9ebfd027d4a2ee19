import type { RecordKind, RouteContext } from '#http'
import { matrix } from '#http/access/matrix'
import { judge } from '#http/access/policy'
import type { TaskKind } from './task.ts'

/** Who looks at tasks, and for which purpose. */
export type TaskLooking = Pick<RouteContext, 'caller' | 'purpose' | 'tenant'>

type Seen = { readonly kind: TaskKind; readonly source: string; readonly taken_by: string | null }

/** What else a caller must be able to look at, for the purpose that they named, to see a task: it would tell them. */
const needsOf = ({ kind, source }: Seen): RecordKind | undefined => {
  if (kind === 'operation') return 'covert-patrol'
  if (source === 'traces') return 'live-location'
  return source === 'dealer' ? 'premises' : undefined
}

/** Whether this caller may know of a task at all. An operation that somebody has taken is known to their own organisation alone. */
export function seesTask(task: Seen, { caller, purpose, tenant }: TaskLooking): boolean {
  const record = needsOf(task)
  if (record && !judge(matrix, caller, { act: 'look', record }, purpose).may) return false
  return task.kind !== 'operation' || task.taken_by === null || task.taken_by === tenant
}
