import { z } from 'zod'
import type { Imei } from '#lib/imei/imei'
import { readHandset } from '#modules/exhibits/public'

/** A field for the numbers of one handset: typed, pasted or scanned. Empty is none; wrong is said in words. */
export const handsetField = z.string().transform((entry, context): readonly Imei[] => {
  if (entry.trim() === '') return []
  const reading = readHandset(entry)
  if (reading.imeis) return reading.imeis
  context.addIssue({ code: 'custom', message: reading.says })
  return z.NEVER
})
