import type { FastifyRequest } from 'fastify'
import type { PartnerSort, Purpose, Role } from './access/vocabulary.ts'
import type { Problem } from './problem.ts'

/** Who is calling. A tenant is an organisation (a force, an operator, a bank); `id` is opaque, never a name. */
export type Caller =
  | { kind: 'anyone' }
  /** `organisation`: its name, for people to read. */
  | { kind: 'staff'; id: string; tenant: string; organisation?: string; roles: readonly Role[]; purpose?: Purpose }
  /** `scope`: what its token was asked for, as `record:act`; everything its sort may do when absent. */
  | { kind: 'partner'; id: string; tenant: string; sort: PartnerSort; scope?: readonly string[] }

/**
 * Finds out who is calling, or answers with a problem when credentials were shown and are no good.
 * No credentials is not a fault: that caller is `anyone`. Reads headers and cookies only; the body is not yet there.
 */
export type Authenticate = (request: FastifyRequest) => Promise<Caller | Problem>

/** The actor as the ledger and the audit write it: `public`, `staff:…` or `partner:…`. */
export const actorOf = (caller: Caller) => (caller.kind === 'anyone' ? 'public' : `${caller.kind}:${caller.id}`)

/** The organisation on whose behalf the caller acts; the public has one of its own. */
export const tenantOf = (caller: Caller, publicTenant = 'public') =>
  caller.kind === 'anyone' ? publicTenant : caller.tenant
