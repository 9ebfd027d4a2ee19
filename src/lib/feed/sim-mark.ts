import { createHmac } from 'node:crypto'

/**
 * What stands for a SIM in a pairing (docs/adr/0019): only who has the operator's pairing key can make it or tell whose it is.
 * `key`: the 14 digits of the handset; `supi` as TS 29.571 writes it, `imsi-…`.
 */
export const simMark = (pairingKey: string, key: string, supi: string): string =>
  createHmac('sha256', pairingKey).update(`${key} ${supi}`).digest().subarray(0, 16).toString('base64url')

/**
 * What a gateway tells of its pairing key beside each mark, and a node makes of its own: where both differ no mark of the one is
 * known to the other. The mark of no handset and no SIM, so it says nothing of either; of a key of 32 random bytes neither.
 */
export const pairingKeyCheck = (pairingKey: string): string => simMark(pairingKey, '00000000000000', 'pairing-key')
