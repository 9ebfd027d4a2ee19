import { those } from './facts.ts'
import { officersAlerted } from './scorecard/alerts.ts'
import { type Evidence, handsetKnown, type Observed, type Row, spread } from './scorecard/evidence.ts'
import { racesWon } from './scorecard/race.ts'
import { dealersRefused, phonesRefused, traysMatched, wrongStops } from './scorecard/right.ts'
import { banksAsked, lockedByMaker, stoppedEverywhere, undone, victimsTold } from './scorecard/times.ts'

export type { Observed, Row } from './scorecard/evidence.ts'

/** The day's figures, each with its bar (in simulation). What cannot be computed says so. */
export function scorecard(observed: Observed): Row[] {
  const evidence: Evidence = { ...observed, thefts: new Map(observed.day.thefts.map((theft) => [theft.id, theft])) }
  return [
    ...counts(evidence),
    reportPages(evidence),
    stoppedEverywhere(evidence),
    banksAsked(evidence),
    ...lockedByMaker(evidence),
    ...racesWon(evidence),
    ...officersAlerted(evidence),
    ...victimsTold(evidence),
    ...phonesRefused(evidence),
    dealersRefused(evidence),
    ...traysMatched(evidence),
    ...wrongStops(evidence),
    undone(evidence),
    {
      measure: 'longest silence',
      bar: 'no more than 24 h',
      says: 'cannot be computed: the server’s own clock runs at its own pace, and the run is shorter than 24 h of it',
    },
    failures(evidence),
  ]
}

function counts(evidence: Evidence): Row[] {
  const { day, facts } = evidence
  const first = those(facts, 'claim').filter(({ again }) => !again)
  const again = those(facts, 'claim').filter((fact) => fact.again)
  const ways = [...Map.groupBy(first, ({ by }) => by)].map(([by, those]) => `${by} ${those.length}`).sort()
  const joined = again.filter((fact) => fact.joined).length
  const old = first.filter((fact) => fact.joined).length
  return [
    { measure: 'thefts', n: day.thefts.length, says: `${day.thefts.length}` },
    { measure: 'reported', n: first.length, says: `${first.length}: ${ways.join(', ') || 'none'}` },
    ...unnamed(evidence),
    {
      measure: 'second reports of one theft, merged',
      ...{ n: again.length, says: `${joined} of ${again.length}`, bar: 'all' },
      ...(again.length > 0 && { met: joined === again.length }),
    },
    {
      measure: 'cases begun',
      n: first.length - old,
      says: `${first.length - old}; ${old} joined a case of an earlier run`,
    },
  ]
}

/** Not the victim's fault and not ours, so they are in no bar below; and they are not hidden. */
function unnamed(evidence: Evidence): Row[] {
  const n = those(evidence.facts, 'proved').length - handsetKnown(evidence).length
  if (evidence.down.length === 0) return []
  const says = `${n}: no handset was stopped, and none is counted`
  return [{ measure: 'reports that only an operator that was down could complete', n, says }]
}

function reportPages({ facts }: Evidence): Row {
  const pages = those(facts, 'page')
  return spread(
    'report page answers',
    pages.map(({ ms }) => ms),
    { bar: 'p95 <= 2 s', figure: 'p95', mostMs: 2000 },
  )
}

function failures({ facts }: Evidence): Row {
  const failed = those(facts, 'failed')
  const sorts = [...Map.groupBy(failed, ({ what }) => what)].map(([what, those]) => `${what} ${those.length}`)
  return { measure: 'what this client could not do', n: failed.length, says: sorts.join(', ') || 'nothing' }
}
