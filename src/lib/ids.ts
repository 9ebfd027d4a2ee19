import { z } from 'zod'

/** One physical handset. It may carry several IMEIs, and an IMEI may sit in several handsets (clones). */
export const HandsetId = z.uuid().toLowerCase().brand<'HandsetId'>()
export type HandsetId = z.infer<typeof HandsetId>

/** One victim's case: everything that follows from a report. */
export const CaseId = z.uuid().toLowerCase().brand<'CaseId'>()
export type CaseId = z.infer<typeof CaseId>

/** One report as a victim sent it. */
export const ReportId = z.uuid().toLowerCase().brand<'ReportId'>()
export type ReportId = z.infer<typeof ReportId>

/** An id that follows from a hash, written in hexadecimal (RFC 9562 version 8). */
export const uuidOf = (hash: string): string =>
  `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-a${hash.slice(17, 20)}-${hash.slice(20, 32)}`
