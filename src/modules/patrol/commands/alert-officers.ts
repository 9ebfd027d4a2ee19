import { z } from 'zod'
import { defineCommand, type Obligation, refuse } from '#ledger'
import { CaseId } from '#lib/ids'
import { hasLapsed } from '#lib/proof'
import { Slug } from '#lib/slug'
import { refusals as ofCases } from '#modules/reports/public'
import { VaultRef } from '#platform/vault-ref'
import { AlertId, directions, mostOfficers, OfficerId, sources, Told } from '../alert.ts'
import { type AlertedCase, alertedCase, hidesPlace, isOver, isVerified, untilFrom } from '../alerted-case.ts'
import { OfficersAlerted } from '../events/officers-alerted.ts'

/** A case is worth this many alerts: a first place, and better ones. */
const mostAlerts = 3

const Input = z.object({
  case: CaseId,
  alert: AlertId,
  officers: z.array(Told).min(1).max(mostOfficers),
  /** As what the messages to the devices call it. They cannot be changed here, so a case that says otherwise refuses. */
  verified: z.boolean(),
  source: z.enum(sources),
  place: VaultRef,
  direction: z.enum(directions).optional(),
  description: VaultRef.optional(),
  /** When the handset was located; an alert from words lasts from now on. */
  locatedAt: z.iso.datetime().optional(),
  pushes: z.array(z.object({ officer: OfficerId, message: VaultRef })).max(mostOfficers),
  gateway: Slug.optional(),
})
type Input = z.output<typeof Input>

/** Tells officers near a theft. Who is near was looked up before; who may be told what is decided here. */
export const alertOfficers = defineCommand('alert-officers', {
  input: Input,
  refusals: {
    ...ofCases,
    'safe-mode': { status: 409, says: 'This case is in safe mode: its place is told to nobody.' },
    'report-lapsed': { status: 409, says: 'This report was not confirmed in time. It alerts nobody.' },
    'alerted-already': { status: 409, says: 'Officers were told of this theft already.' },
    'proof-changed': { status: 409, says: 'The proof of this case has changed. Look again.' },
    'officers-busy': { status: 409, says: 'An officer has had all alerts of this shift. Look again.' },
    'nobody-near': { status: 409, says: 'No other officer is near.' },
  },
  // The cap holds across cases: two alerts cannot take the same turn of a shift.
  conflicts: { officer_alert_turn: 'officers-busy' },
  stream: (input) => `case/${input.case}`,
  keyed: ({ case: theft, source }) => ({ case: theft, source }),
  state: alertedCase,

  decide(input, known, { now }) {
    const { theft, method, reporter, alerts, danger } = known
    const { standing, reportedAt } = theft
    if (!standing || !method || !reportedAt) return refuse('no-case')
    if (theft.ended) return refuse('case-ended')
    if (hasLapsed(standing, now)) return refuse('report-lapsed')
    if (hidesPlace(theft)) return refuse('safe-mode')
    if (alerts.length >= mostAlerts || !isNews(known, input, now)) return refuse('alerted-already')
    if (input.verified !== isVerified(theft)) return refuse('proof-changed')
    // An officer who reports for a victim stands beside them and knows.
    const officers = input.officers.filter(({ officer }) => reporter !== `staff:${officer}`)
    if (officers.length === 0) return refuse('nobody-near')
    const until = untilFrom(input.locatedAt ?? now)
    if (until <= now) return refuse('alerted-already')
    const { case: theftId, alert, verified, source, place, direction, description = known.description } = input
    return {
      events: [
        OfficersAlerted.of({
          ...{ case: theftId, alert, officers, verified, method, source, place, reportedAt, until },
          ...(direction && { direction }),
          ...(danger && { danger }),
          ...(verified && description && { description }),
        }),
      ],
      owes: pushesOwed(input, officers, until),
    }
  },
})

/** The first alert is news; a consented position is, after words; and a later one once the last alert is over. */
function isNews({ alerts }: AlertedCase, { source }: Input, now: string): boolean {
  const last = alerts.at(-1)
  return last === undefined || (source === 'located' && (last.source === 'words' || isOver(last, now)))
}

function pushesOwed({ pushes, gateway, alert }: Input, officers: readonly Told[], until: string): Obligation[] {
  if (gateway === undefined) return []
  const told = pushes.filter((push) => officers.some(({ officer }) => officer === push.officer))
  return told.map(({ officer, message }) => ({
    ...{ partners: [gateway], kind: 'send-push', target: `alert/${alert}/${officer}`, input: { message }, until },
  }))
}
