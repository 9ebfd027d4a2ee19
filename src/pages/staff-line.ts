import { type Caller, roles } from '#http'

/** Who is signed in, as the header says it. Nobody's name: the session knows an opaque id, an organisation and roles. */
export type StaffLine = { organisation: string; roles: { name: string; does: string }[] }

export function staffLine(caller: Caller): StaffLine | false {
  if (caller.kind !== 'staff') return false
  return {
    organisation: caller.organisation ?? caller.tenant,
    roles: caller.roles.map((role) => ({ name: role.replaceAll('-', ' '), does: roles[role] })),
  }
}
