import { z } from 'zod'

/** Opaque pointer to one piece of personal data in the vault: `v_` and 128 random bits in base64url. Safe in a ledger. */
export const VaultRef = z
  .string()
  .regex(/^v_[A-Za-z0-9_-]{22}$/)
  .brand<'VaultRef'>()
export type VaultRef = z.infer<typeof VaultRef>
