import type { KeyNumber, StatusCode } from './status.ts'

/** All keys lie below this: 14 digits, which 47 bits hold. */
export const KEY_LIMIT = 10 ** 14
export const KEY_BITS = 47
/** Serial numbers of one TAC, the last six of the 14 digits. */
export const TAC_SIZE = 1_000_000

/** A status that says something. */
export type Known = Exclude<StatusCode, 0>

export const isKey = (key: number): boolean => key >= 0 && key < KEY_LIMIT && Number.isInteger(key)

/** Without the serial number: who reads a log must not learn which handset it was. */
export const shownTac = (key: KeyNumber): string => String(Math.floor(key / TAC_SIZE)).padStart(8, '0')
