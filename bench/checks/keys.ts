import { checkDigit } from '#lib/imei/check-digit'

/** The IMEI of the n-th reported handset, as bench/register/fill.ts lists them. */
export const stolenImei = (n: number) => withDigit(`35${String(n * 190_000 + 77_777).padStart(12, '0')}`)

/** The n-th handset that is registered and that nobody has reported. */
export const registeredImei = (n: number) => withDigit(`36${String(n * 190_000 + 77_777).padStart(12, '0')}`)

/** One that nobody has ever told us of. */
export const unknownImei = (n: number) => withDigit(`37${String(n * 190_000 + 77_777).padStart(12, '0')}`)

const withDigit = (key: string) => key + checkDigit(key)
