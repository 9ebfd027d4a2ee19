import { readHumanEntries } from '#lib/imei/human-entry'
import { type Imei, imeiOf, reasonSays } from '#lib/imei/imei'

/** The numbers read from one handset, or what to do about an entry that cannot be taken. */
export type HandsetReading =
  | { readonly imeis: readonly Imei[]; readonly says?: undefined }
  | { readonly says: string; readonly imeis?: undefined }

/**
 * Reads what a person typed, pasted or scanned from one handset. Only numbers of 15 digits whose check digit holds: a
 * digit that was lost or doubled must never turn one handset into another, so nothing is completed here.
 */
export function readHandset(entry: string): HandsetReading {
  const imeis = new Set<Imei>()
  for (const reading of readHumanEntries(entry)) {
    if (!reading.valid) return { says: reasonSays[reading.reason] }
    if (reading.kind === 'MEID') return { says: 'This is a MEID, not an IMEI.' }
    if (reading.check !== 'valid') return { says: reasonSays.length }
    imeis.add(imeiOf(reading.norm14))
  }
  return { imeis: [...imeis] }
}
