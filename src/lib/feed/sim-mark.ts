import { createHmac } from 'node:crypto'

/**
 * What stands for a SIM in a pairing (docs/adr/0019): only who has the operator's pairing key can make it or tell whose it is.
 * `key`: the 14 digits of the handset; `supi` as TS 29.571 writes it, `imsi-…`.
 */
export const simMark = (pairingKey: string, key: string, supi: string): string =>
  createHmac('sha256', pairingKey).update(`${key} ${supi}`).digest().subarray(0, 16).toString('base64url')
