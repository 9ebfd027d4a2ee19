import type { Caller } from '../caller.ts'
import type { Permission, Reach } from './matrix.ts'
import { type Act, type Purpose, type RecordKind, type Role, records } from './vocabulary.ts'

/** What a route asks for: this act on this kind of record. */
export type Demand = { act: Act; record: RecordKind }

/** `reach` says whose records; the refusals are codes of the problem catalogue. */
export type Verdict =
  | { may: true; reach: Reach }
  | {
      may: false
      because: 'sign-in-needed' | 'not-your-role' | 'outside-scope' | 'purpose-needed' | 'purpose-not-yours'
    }

/**
 * May this caller do this, for this purpose? Pure: roles, matrix and demand in, verdict out.
 * Without a purpose a record that is not personal may still be seen; a personal one never.
 */
export const judge = (
  matrix: readonly Permission[],
  caller: Caller,
  { act, record }: Demand,
  purpose?: Purpose,
): Verdict => {
  if (caller.kind === 'anyone') return { may: false, because: 'sign-in-needed' }
  const held = rolesOf(caller)
  const rows = matrix.filter((row) => held.includes(row.role) && row.record === record && row.may.includes(act))
  if (rows.length === 0) return { may: false, because: 'not-your-role' }
  if (caller.kind === 'partner' && caller.scope && !caller.scope.includes(`${record}:${act}`))
    return { may: false, because: 'outside-scope' }
  if (purpose === undefined && records[record].personal) return { may: false, because: 'purpose-needed' }
  const fitting = purpose === undefined ? rows : rows.filter((row) => row.purposes.includes(purpose))
  if (fitting.length === 0) return { may: false, because: 'purpose-not-yours' }
  return { may: true, reach: fitting.some((row) => row.reach === 'all') ? 'all' : 'own' }
}

/** May a caller of this reach touch a record that belongs to this organisation? */
export const reaches = (reach: Reach, tenant: string, recordTenant: string) =>
  reach === 'all' || tenant === recordTenant

const rolesOf = (caller: Exclude<Caller, { kind: 'anyone' }>): readonly Role[] =>
  caller.kind === 'staff' ? caller.roles : [caller.sort]
