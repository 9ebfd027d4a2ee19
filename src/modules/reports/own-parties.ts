import type { Enrolment } from '#modules/register/public'
import type { Own } from '#modules/response/public'

/** Whom an owner named before the theft; of a line that is not enrolled nobody is known. */
export const ownOf = (enrolled: Enrolment | undefined): Own => ({
  operator: enrolled?.operator ?? undefined,
  maker: enrolled?.maker ?? undefined,
  banks: enrolled?.banks ?? [],
  mail: enrolled?.mail ?? [],
  exchanges: enrolled?.exchanges ?? [],
  identities: enrolled?.identities ?? [],
})
