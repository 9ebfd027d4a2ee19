import { z } from 'zod'
import { type Vehicle, vehicles } from '#modules/reports/public'
import type { VaultClass } from '#platform/vault/tables'

/** What a victim said of where and who, in their own words. None of these words may leave for an unverified alert. */
export type Said = {
  readonly where?: string
  readonly at?: { readonly lon: number; readonly lat: number }
  readonly direction?: string
  readonly description?: string
  /** When it was. */
  readonly when?: string
  /** How they got away. */
  readonly vehicle?: Vehicle
}

const words = z.string().trim().min(1).max(2000)
const Place = z.union([
  words.transform((text) => ({ text })),
  // `place` is how the page of details kept it at first.
  z
    .object({
      ...{ text: words.optional(), place: words.optional(), when: words.optional().catch(undefined) },
      ...{ lon: z.number().optional(), lat: z.number().optional() },
    })
    .transform(({ text, place, ...at }) => ({ ...at, text: text ?? place })),
])
const Details = z.object({
  place: Place.optional().catch(undefined),
  where: words.optional().catch(undefined),
  direction: words.optional().catch(undefined),
  description: words.optional().catch(undefined),
  text: words.optional().catch(undefined),
  vehicle: z.enum(vehicles).optional().catch(undefined),
  who: words.optional().catch(undefined), // how the page of details kept a description at first
})

/** Reads a record of a case as reports keep it: a place, a description, or details with both. What it cannot read it leaves out. */
export function saidIn(kind: VaultClass, value: unknown): Said {
  return kind === 'place' ? placeIn(value) : detailsIn(value)
}

function placeIn(value: unknown): Said {
  const place: Partial<Record<'text' | 'when', string | undefined> & Record<'lon' | 'lat', number | undefined>> =
    Place.safeParse(value).data ?? {}
  const { text, when, lon, lat } = place
  const at = lon !== undefined && lat !== undefined && { at: { lon, lat } }
  return { ...(text && { where: text }), ...at, ...(when && { when }) }
}

function detailsIn(value: unknown): Said {
  if (typeof value === 'string') return { description: value }
  const { data } = Details.safeParse(value)
  if (!data) return {}
  const description = data.description ?? data.text ?? data.who
  return {
    ...(data.where && { where: data.where }),
    ...(data.place && placeIn(data.place)),
    ...(data.direction && { direction: data.direction }),
    ...(description && { description }),
    ...(data.vehicle && { vehicle: data.vehicle }),
  }
}
