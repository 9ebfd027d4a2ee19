import type { Act, Caller, RecordKind } from '#http'
import { matrix } from '#http/access/matrix'

/** Whether one of the caller's roles lets them, for some purpose: so that no page shows a door that is shut. */
export const mayDo = (caller: Caller, act: Act, record: RecordKind): boolean =>
  caller.kind === 'staff' &&
  matrix.some((row) => caller.roles.includes(row.role) && row.record === record && row.may.includes(act))
