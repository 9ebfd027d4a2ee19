import { checkDigit } from '#lib/imei/check-digit'
import { type Answer, field, type Wire } from './wire.ts'

/** The operator's 5G-EIR, asked as an AMF asks it: N5g-eir_EquipmentIdentityCheck, TS 29.511 clause 5.2.2.2. */
export type Eir = { readonly ask: (query: string, method?: string) => Promise<Answer> }

const path = '/n5g-eir-eic/v1/equipment-status'

export const openEir = (wire: Wire): Eir => ({
  ask: (query, method = 'GET') => wire.send(`${path}${query}`, { method }),
})

/** The forms in which the 14 digits of one handset come over the wire (TS 23.003 clause 6.2, TS 29.571 Pei). */
export const pei = {
  imei: (handset: string) => `imei-${handset}${checkDigit(handset)}`,
  /** A handset that misreports its last digit, or a network that garbles it: still the same handset. */
  wrongDigit: (handset: string) => `imei-${handset}${(Number(checkDigit(handset)) + 1) % 10 || 5}`,
  /** As signalled between network elements: the check digit is spare and sent as 0. */
  zeroDigit: (handset: string) => `imei-${handset}0`,
  imeisv: (handset: string) => `imeisv-${handset}17`,
}

/** What the EIR says of a handset: its word, UNKNOWN for 404, or the status code of an answer that is neither. */
export function statusIn({ status, json }: Answer): string {
  const word = field(json, 'status')
  if (status === 404) return 'UNKNOWN'
  if (status !== 200) return `status code ${status}`
  return word === 'BLACKLISTED' || word === 'GREYLISTED' || word === 'WHITELISTED' ? word : 'no status that there is'
}

/** Whether the network lets a handset with this status in. */
export const isFree = (status: string): boolean => ['WHITELISTED', 'GREYLISTED', 'UNKNOWN'].includes(status)
