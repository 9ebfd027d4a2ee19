import { z } from 'zod'
import { defineRoute, problem } from '#http'
import { Country } from '#lib/country'
import { type ImeiKey, reasonSays } from '#lib/imei/imei'
import { readNetworkEntry } from '#lib/imei/network-entry'
import { keepReadings, type Reading, type ReadingTable } from '../readings.ts'
import { reportedHows } from '../vocabulary.ts'

const Given = z.strictObject({
  imei: z.string().max(40).describe('14 to 16 digits as the network saw them; the 15th is not judged'),
  how: z.enum(reportedHows),
  country: Country,
  at: z.iso.datetime({ offset: true }).describe('when it was seen'),
  ref: z
    .string()
    .regex(/^[\w.:-]{1,64}$/)
    .describe('your own id for this reading: sent again under it, it counts once. Not a number of a person or line'),
})
type Given = z.output<typeof Given>

/** As for receipts: clocks differ. */
const skewMs = 120_000
const mostReadings = 1000

/** An operator or a maker says that it saw handsets again. Only that, when and in which country: the rest stays with them. */
export default defineRoute<ReadingTable>()({
  method: 'POST',
  url: '/api/sightings',
  summary: 'Say which handsets were seen again: how, when and in which country, no more',
  who: { act: 'change', record: 'sighting' },
  status: 202,
  body: z.strictObject({ readings: z.array(Given).min(1).max(mostReadings) }),
  reply: z.object({
    taken: z.int().describe('new readings that are kept'),
    known: z.int().describe('readings that were sent before, under the same ref'),
    refused: z
      .array(z.object({ reading: z.int().describe('its place in the batch, from 0'), why: z.string() }))
      .describe('readings that name no handset, or a time that has not come: correct and send these again'),
  }),

  async handle({ readings }, { db, append, audit, actor, tenant, request, now }) {
    const at = now().getTime()
    const read = readings.map((given) => readingOf(given, at))
    const good = read.filter((one): one is Reading => 'key' in one)
    const refused = read.flatMap((one, reading) => ('why' in one ? [{ reading, ...one }] : []))
    if (good.length === 0) return problem('invalid-input', { errors: refused.map(asError) })
    await audit('change', `readings/${request}`)
    const { taken } = await keepReadings(db, append, good, { actor, tenant, cause: `request/${request}` })
    return {
      taken,
      known: new Set(good.map(({ ref }) => ref)).size - taken,
      refused: refused.map(({ reading, why }) => ({ reading, why })),
    }
  },
})

type Bad = { readonly why: string; readonly field: 'imei' | 'at' }

function readingOf({ imei, at, ...more }: Given, now: number): Reading | Bad {
  const read = readNetworkEntry(imei)
  if (!read.valid) return { field: 'imei', why: reasonSays[read.reason] }
  if (read.kind === 'MEID') return { field: 'imei', why: 'This is a MEID, not an IMEI.' }
  if (Date.parse(at) > now + skewMs) return { field: 'at', why: 'This time has not come yet. Check your clock.' }
  return { ...more, key: read.norm14 as ImeiKey, at: new Date(at).toISOString() }
}

const asError = ({ reading, field, why }: Bad & { reading: number }) => {
  return { in: 'body' as const, pointer: `#/readings/${reading}/${field}`, detail: why }
}
