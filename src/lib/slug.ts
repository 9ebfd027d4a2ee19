import { z } from 'zod'

/** The short name of an organisation, as it stands in addresses and records. */
export const Slug = z
  .string()
  .regex(/^[a-z][a-z0-9-]{1,62}$/, 'a short name in lower case: letters, digits and hyphens')
