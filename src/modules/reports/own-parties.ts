import type { Enrolment } from '#modules/register/public'
import type { Own } from '#modules/response/public'

/** Whom an owner named before the theft, and the network that a case has found for the line; of a line that is in neither nobody is known. */
export const ownOf = (enrolled: Enrolment | undefined, network: string | undefined): Own => ({
  operator: network,
  maker: enrolled?.maker ?? undefined,
  banks: enrolled?.banks ?? [],
  mail: enrolled?.mail ?? [],
  exchanges: enrolled?.exchanges ?? [],
  identities: enrolled?.identities ?? [],
})
