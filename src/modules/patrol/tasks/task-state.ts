import { fold } from '#ledger'
import { TaskDone } from '../events/task-done.ts'
import { TaskHandedOn } from '../events/task-handed-on.ts'
import { TaskPutAside } from '../events/task-put-aside.ts'
import { TaskRaised } from '../events/task-raised.ts'
import { TaskTaken } from '../events/task-taken.ts'
import type { TaskKind, Team } from './task.ts'

/** A task as its stream tells it; `kind` is undefined until it is raised. */
export type TaskState = {
  readonly kind: TaskKind | undefined
  readonly until: string
  readonly team: Team | undefined
  readonly takenBy: string | undefined
  /** The finding that it is of, while this task has not answered it. */
  readonly finding: string | undefined
  readonly ended: boolean
}

const none: TaskState = {
  ...{ kind: undefined, until: '', team: undefined, takenBy: undefined, finding: undefined, ended: false },
}
const answered = ({ finding }: TaskState, said: string | undefined) => (said === undefined ? finding : undefined)

export const taskState = fold<TaskState>(none, (on) => [
  on(TaskRaised, (state, { kind, until, finding }) => ({ ...state, kind, until, finding })),
  on(TaskTaken, (state, { by, finding }) => ({ ...state, takenBy: by, finding: answered(state, finding) })),
  on(TaskHandedOn, (state, { team }) => ({ ...state, team, takenBy: undefined })),
  on(TaskDone, (state) => ({ ...state, ended: true })),
  on(TaskPutAside, (state) => ({ ...state, ended: true })),
])
