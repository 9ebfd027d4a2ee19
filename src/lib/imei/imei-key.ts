import { z } from 'zod'

/** The IMEI key: the first 14 digits, which IMEI and IMEISV share, and the only thing ever matched on. */
export const ImeiKey = z
  .string()
  .regex(/^\d{14}$/, 'An IMEI key is exactly 14 digits.')
  .brand<'ImeiKey'>()
export type ImeiKey = z.infer<typeof ImeiKey>

/** Type allocation code: the first 8 digits, one make and model (3GPP TS 23.003 clause 6.2). */
export const Tac = z
  .string()
  .regex(/^\d{8}$/, 'A TAC is exactly 8 digits.')
  .brand<'Tac'>()
export type Tac = z.infer<typeof Tac>

/** The make-and-model part of a key. An unknown TAC is never a reason to refuse a handset. */
export const tacOf = (key: ImeiKey): Tac => key.slice(0, 8) as Tac
