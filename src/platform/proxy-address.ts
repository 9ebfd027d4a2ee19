import { isIP } from 'node:net'

/**
 * One machine, or a range of them as in 10.1.0.0/16. Never everybody: whoever is believed may say to be anyone, and then no limit by
 * address holds.
 */
export function isProxyAddress(text: string): boolean {
  const [address = '', bits, ...more] = text.split('/')
  const family = isIP(address)
  if (family === 0 || more.length > 0) return false
  if (bits === undefined) return true
  return /^\d{1,3}$/.test(bits) && Number(bits) >= 8 && Number(bits) <= (family === 4 ? 32 : 128)
}
