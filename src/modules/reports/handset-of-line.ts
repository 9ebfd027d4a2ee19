import { type Imei, keysOf } from '#lib/imei/imei'

/** What an operator told of the handset of a line. `earlier`: the one before, if the line left it within 30 days. */
export type ToldHandset = { readonly imeis: readonly Imei[]; readonly earlier: readonly Imei[] }

/** `isKnown`: two who know nothing of each other name it, so that it is no thief's phone into which the SIM went. */
export type HandsetOfLine = { readonly imeis: readonly Imei[]; readonly isKnown: boolean }

const mostImeis = 4

/**
 * The handset to stop, of what the line's operator told and what a shop says that it sold to this number. A shop's word alone stops
 * no handset: a rival writes the phones in another's window into the register as sold to a friend (USERS 4). Where the operator has
 * seen the line in it, now or before the SIM was moved, the two agree.
 */
export function handsetOfLine({ imeis, earlier }: ToldHandset, sold: readonly Imei[]): HandsetOfLine {
  const theirs = keysOf(sold)
  const agrees = (told: readonly Imei[]) => keysOf(told).some((key) => theirs.includes(key))
  if (agrees(imeis)) return { imeis: union(imeis, sold), isKnown: true }
  if (agrees(earlier)) return { imeis: union(earlier, sold), isKnown: true }
  return { imeis, isKnown: false }
}

/**
 * Whether an IMEI that was read out is none that the line was in: a slip of two digits passes the check digit and is somebody else's
 * phone. Nothing is said by it where the SIM was moved of late and the operator does not tell from where.
 */
export function isAnotherHandset(told: ToldHandset & { readonly moved: boolean }, readOut: readonly Imei[]): boolean {
  if (readOut.length === 0 || told.imeis.length === 0) return false
  if (told.moved && told.earlier.length === 0) return false
  const seen = keysOf([...told.imeis, ...told.earlier])
  return !keysOf(readOut).some((key) => seen.includes(key))
}

const union = (some: readonly Imei[], more: readonly Imei[]) => [...new Set([...some, ...more])].slice(0, mostImeis)
