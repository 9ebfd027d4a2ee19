import { z } from 'zod'

/** How an identity provider says organisation and roles: names of claims, and its own values in our words.
 * A name may be a path (`realm_access.roles`). A value that the tables do not name is taken as it is. */
export const ClaimMapping = z.strictObject({
  organisation: z.string().min(1).default('organisation'),
  roles: z.string().min(1).default('roles'),
  organisations: z.record(z.string(), z.string()).default({}),
  roleNames: z.record(z.string(), z.string()).default({}),
})
export type ClaimMapping = z.infer<typeof ClaimMapping>

/** Reads OIDC_CLAIMS; absent means the plain names. Throws with one sentence when it cannot be used. */
export function readClaimMapping(text: string | undefined): ClaimMapping {
  try {
    return ClaimMapping.parse(JSON.parse(text ?? '{}'))
  } catch (cause) {
    const example =
      '{"organisation":"tid","organisations":{"a1-b2":"met"},"roles":"groups","roleNames":{"G7":"analyst"}}'
    throw new Error(`OIDC_CLAIMS is no mapping of claims; write for example ${example}`, { cause })
  }
}

/** What the claims of an ID token say, in our words. Whether such an organisation or role exists is asked later. */
export function claimed(
  claims: Record<string, unknown>,
  mapping: ClaimMapping,
): { organisation: string; roles: string[] } {
  const organisation = words(at(claims, mapping.organisation))
  const theirs = words(at(claims, mapping.roles))
  const ours = theirs.map((role) => own(mapping.roleNames, role) ?? role)
  const [only = ''] = organisation
  // Two organisations at once is no answer to "for whom do you act": nobody is let in by the first of a list.
  return {
    organisation: organisation.length === 1 ? (own(mapping.organisations, only) ?? only) : '',
    roles: [...new Set(ours)].sort(),
  }
}

const own = <T>(table: Record<string, T>, key: string): T | undefined =>
  Object.hasOwn(table, key) ? table[key] : undefined

function at(claims: unknown, path: string): unknown {
  if (typeof claims !== 'object' || claims === null) return undefined
  const table = claims as Record<string, unknown>
  const whole = own(table, path) // names like https://force.example/roles have dots of their own
  if (whole !== undefined) return whole
  const dot = path.indexOf('.')
  return dot < 0 ? undefined : at(own(table, path.slice(0, dot)), path.slice(dot + 1))
}

function words(value: unknown): string[] {
  if (typeof value === 'string') return value.split(' ').filter(Boolean)
  return Array.isArray(value) ? value.filter((word) => typeof word === 'string' && word !== '') : []
}
