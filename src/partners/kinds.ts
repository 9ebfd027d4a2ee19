import { z } from 'zod'

// Only what matching needs: the 14 digits that IMEI and IMEISV share.
const imeiKeys = z
  .array(z.string().regex(/^\d{14}$/))
  .min(1)
  .max(8)

const imeiKeysSample = ['35693803564380']

/**
 * Every kind of action that can be owed to a partner, with its input as the connector gets it. In the ledger a person's
 * data stand as vault references; they are put in for the time of the call only.
 */
export const kinds = {
  /** The operator refuses these handsets service (EIR). */
  'block-handset': {
    input: z.object({ imeiKeys, reason: z.enum(['stolen', 'lost']) }),
    sample: { imeiKeys: imeiKeysSample, reason: 'stolen' },
  },
  /** Takes a block back. */
  'unblock-handset': { input: z.object({ imeiKeys }), sample: { imeiKeys: imeiKeysSample } },
  /** The operator says when one of these handsets asks for service again: owed as a standing order. */
  'watch-handset': { input: z.object({ imeiKeys }), sample: { imeiKeys: imeiKeysSample } },
  /** Ends a watch. */
  'unwatch-handset': { input: z.object({ imeiKeys }), sample: { imeiKeys: imeiKeysSample } },
} as const

export type Kind = keyof typeof kinds
export type InputOf<K extends Kind> = z.output<(typeof kinds)[K]['input']>

export const isKind = (name: string): name is Kind => Object.hasOwn(kinds, name)
