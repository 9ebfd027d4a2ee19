import { sameRate } from '#lib/stats/same-rate'
import type { Few } from '../cells/few-reports.ts'
import { kindWords, type PlaceKind } from './kinds.ts'
import type { Lasting } from './lasting.ts'

/** What a council can change at a place. */
export const worksKinds = ['lighting', 'cameras', 'layout'] as const
export type WorksKind = (typeof worksKinds)[number]
export const worksWords: Readonly<Record<WorksKind, string>> = {
  lighting: 'Lighting',
  cameras: 'Cameras (CCTV)',
  layout: 'Layout of the street',
}

/** One reason why a place is as it is, as far as counts and names can tell, and what to look at on the spot. */
export type Reason = { readonly says: string; readonly look: string; readonly works: readonly WorksKind[] }

export type PlaceFacts = {
  readonly lasting: Lasting
  readonly name: string
  readonly kinds: readonly PlaceKind[]
  readonly station: { readonly name: string; readonly metres: number } | undefined
  /** Thefts at night of all whose hour is known; undefined where the data have no hours. */
  readonly night: { readonly night: number; readonly all: number } | undefined
  /** What may be said of a count; without it, the count. */
  readonly told?: (count: number) => number | Few
}

const nightlife: readonly PlaceKind[] = ['nightclub', 'theatre']
const shops: readonly PlaceKind[] = ['shopping', 'supermarket']
const shoppingStreet = /\b(High Street|Broadway|Market|Parade|Oxford Street|Regent Street)\b/i
const narrowWay = /\b(Passage|Alley|Mews|Walk|Footpath|Court|Yard)\b/i
const leastAtNight = { share: 0.4, thefts: 10 }

/** The reasons that apply, each from a figure or a name. None says that the place causes theft: a person goes and looks. */
export function reasonsOf({ lasting, name, kinds, station, night, told = (count) => count }: PlaceFacts): Reason[] {
  const found: Reason[] = [
    {
      says: `It was on ${lasting.listed} of the last ${lasting.lists} monthly lists of ${lasting.borough}.`,
      look: '',
      works: [],
    },
  ]
  if (station && station.metres <= 150)
    found.push({
      says: `${station.name} station is ${station.metres} metres away.`,
      look: 'Do people stop at the way out and take out their phone? Is there room beside the stream of people?',
      works: ['layout', 'cameras'],
    })
  const nights = kinds.filter((kind) => nightlife.includes(kind))
  if (nights.length > 0)
    found.push({
      says: `It holds: ${list(nights)}.`,
      look: 'Where do people wait for a ride when it closes, and is it light there?',
      works: ['lighting', 'layout'],
    })
  const hours = night && night.night >= leastAtNight.thefts && night.night >= night.all * leastAtNight.share
  if (hours)
    found.push({
      says: `${Math.round((100 * night.night) / night.all)}% of its thefts whose hour we know are between 10 pm and 6 am.`,
      look: 'Which lamps are out, and where does their light not reach?',
      works: ['lighting'],
    })
  const street = name.split(',')[0] ?? name
  if (kinds.some((kind) => shops.includes(kind)) || shoppingStreet.test(street))
    found.push({
      says: `It is a shopping street or area${shoppingStreet.test(street) ? ` (${street})` : ''}.`,
      look: 'Can a bike or moped ride along the kerb where people walk?',
      works: ['layout', 'cameras'],
    })
  if (kinds.includes('subway') || narrowWay.test(street))
    found.push({
      says: kinds.includes('subway') ? 'It has a way under a road.' : `It is a narrow way by its name (${street}).`,
      look: 'Can one see from one end to the other, by day and by night?',
      works: ['lighting', 'layout'],
    })
  if (kinds.includes('bus-station'))
    found.push({
      says: 'It holds a bus or coach station.',
      look: 'Do people wait with their back to the road?',
      works: ['layout', 'cameras'],
    })
  if (isRising(lasting))
    found.push({
      says: `It rises steeply: ${told(lasting.lately)} thefts in the last six months, ${told(lasting.earlier)} in the six before.`,
      look: 'What was opened, closed or dug up there?',
      works: [],
    })
  return found
}

/** More than half as many again, and less likely than 1 in 1,000 if the rate had stayed: many squares are looked at. */
export const isRising = ({ lately, earlier }: Pick<Lasting, 'lately' | 'earlier'>): boolean =>
  lately >= 1.5 * earlier && lately > 0 && sameRate(Math.round(lately), Math.round(earlier), 1) < 0.001

/** The works that any of the reasons points to, the most often named first. */
export function worksFor(reasons: readonly Reason[]): WorksKind[] {
  const times = (kind: WorksKind) => reasons.filter(({ works }) => works.includes(kind)).length
  return worksKinds.filter((kind) => times(kind) > 0).sort((a, b) => times(b) - times(a))
}

const list = (kinds: readonly PlaceKind[]) => kinds.map((kind) => kindWords[kind].toLowerCase()).join(', ')
