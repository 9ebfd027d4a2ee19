import { z } from 'zod'
import { cellMetres } from '../cells/theft-cell.ts'
import { worksKinds } from './reasons.ts'

const corner = z.int().min(0).max(1_300_000).multipleOf(cellMetres)

/** What a council changed at a place in the street. Squares, a sort and a day: nothing of anybody. */
export const RecordedWorks = z.object({
  works: z.uuid(),
  kind: z.enum(worksKinds),
  squares: z
    .array(z.object({ easting: corner, northing: corner }))
    .min(1)
    .max(9)
    .describe('south-west corners of squares of 150 m, British National Grid; the first is where it was'),
  doneOn: z.iso.date(),
})
export type RecordedWorks = z.output<typeof RecordedWorks>

/** The boroughs in which an organisation may write down works. */
export const Within = z.union([z.literal('anywhere'), z.array(z.string().max(40)).max(40).readonly()])
export type Within = z.output<typeof Within>

/** What speaks against works in a borough; undefined: nothing. */
export function faultOfPlace(within: Within, borough: string): 'no-borough' | 'other-borough' | undefined {
  if (within === 'anywhere' || within.includes(borough)) return undefined
  return within.length === 0 ? 'no-borough' : 'other-borough'
}
