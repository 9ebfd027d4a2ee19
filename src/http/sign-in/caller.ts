import type { FastifyRequest } from 'fastify'
import type { OrganisationSort, Role } from './roles.ts'

/** Why a credential that was shown did not count. An anonymous caller with one of these is told 401, not 403. */
export type NotKnown = 'session-ended' | 'token-invalid' | 'token-expired'

/** Who is calling. `id` is opaque (a member of staff, a partner's client) and `tenant` the slug of the organisation. */
export type Caller =
  | { kind: 'anyone'; because?: NotKnown }
  | { kind: 'staff'; id: string; tenant: string; roles: Role[]; purpose: string | null; demo: boolean }
  | { kind: 'partner'; id: string; tenant: string; sort: OrganisationSort; scopes: string[]; demo: boolean }

/** Finds out who is calling. A bad credential is an answer (`anyone` with `because`), never a throw. */
export type Authenticate = (request: Pick<FastifyRequest, 'headers'>) => Promise<Caller>
