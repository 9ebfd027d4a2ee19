import { z } from 'zod'
import { defineCommand, fold, refuse } from '#ledger'
import { Country } from '#lib/country'
import { CaseId } from '#lib/ids'
import { Slug } from '#lib/slug'
import { CaseClosed, lifts } from '#modules/reports/events/case-closed'
import { ReportWithdrawn } from '#modules/reports/events/report-withdrawn'
import { TheftReported } from '#modules/reports/events/theft-reported'
import { refusals } from '#modules/reports/public'
import { HandsetSeen } from '../events/handset-seen.ts'
import { type How, hows } from '../vocabulary.ts'

type Seen = { readonly sighting: string; readonly how: How; readonly country: string; readonly at: string }
type Watched = { readonly reported: boolean; readonly over: boolean; readonly seen: readonly Seen[] }

/** A case as far as sightings go. One that was closed for want of leads still wants to know. */
const watched = fold<Watched>({ reported: false, over: false, seen: [] }, (on) => [
  on(TheftReported, (state) => ({ ...state, reported: true })),
  on(ReportWithdrawn, (state) => ({ ...state, over: true })),
  on(CaseClosed, (state, { reason }) => ({ ...state, over: lifts(reason) })),
  on(HandsetSeen, (state, { sighting, how, country, at }) => ({
    ...state,
    seen: [...state.seen, { sighting, how, country, at }],
  })),
])

/** A handset that cannot get in tries again and again: within a minute that is one sighting. */
const togetherMs = 60_000

/** Notes on a case that its handset was seen. The same sighting sent again changes nothing. */
export const seeHandset = defineCommand('see-handset', {
  input: z.object({
    case: CaseId,
    sighting: z.uuid(),
    how: z.enum(hows),
    country: Country,
    at: z.iso.datetime(),
    by: Slug,
  }),
  refusals: {
    'no-case': refusals['no-case'],
    'case-ended': refusals['case-ended'],
    'already-seen': { status: 409, says: 'This sighting is on the case already.' },
  },
  stream: (input) => `case/${input.case}`,
  state: watched,

  decide(input, { reported, over, seen }) {
    if (!reported) return refuse('no-case')
    if (over) return refuse('case-ended')
    return seen.some((one) => isSame(one, input)) ? refuse('already-seen') : [HandsetSeen.of(input)]
  },
})

const isSame = (one: Seen, other: Seen) =>
  one.sighting === other.sighting ||
  (one.how === other.how &&
    one.country === other.country &&
    Math.abs(Date.parse(one.at) - Date.parse(other.at)) < togetherMs)
