import { type Fold, fold } from '#ledger'
import { levelOf, type Means } from '#lib/proof'
import { ReportJoined } from '#modules/reports/events/report-joined'
import { TheftReported } from '#modules/reports/events/theft-reported'
import { TheftTold } from '#modules/reports/events/theft-told'
import { type Case, hidesReporter, theftCase } from '#modules/reports/public'
import type { VaultRef } from '#platform/vault-ref'
import { type AlertId, type answers, lastsMs, type sources } from './alert.ts'
import { AlertAnswered } from './events/alert-answered.ts'
import { AlertVerified } from './events/alert-verified.ts'
import { OfficersAlerted } from './events/officers-alerted.ts'

type Answer = (typeof answers)[number]

/** One alert of a case, and what its officers said. */
export type Alert = {
  readonly alert: AlertId
  readonly verified: boolean
  readonly source: (typeof sources)[number]
  readonly until: string
  readonly answers: ReadonlyMap<string, Answer | undefined>
}

type Told = {
  readonly method: TheftMethod | undefined
  /** Who told us of the theft, as the ledger writes it. */
  readonly reporter: string | undefined
  /** Of who took it, as it came with the report. */
  readonly description: VaultRef | undefined
  /** They say that they are in danger or hurt. */
  readonly danger: boolean
  /** An officer on patrol saw it happen. */
  readonly foundByPatrol: boolean
  /** Snatched or robbed, and still in danger as they first report: then its hour is that of the report. */
  readonly justNow: boolean
  readonly alerts: readonly Alert[]
}
type TheftMethod = (typeof TheftReported.sample)['method']

/** A case as patrol looks at it: the theft, and the alerts that went out. */
export type AlertedCase = Told & { readonly theft: Case }

const told = fold<Told>(
  {
    ...{ method: undefined, reporter: undefined, description: undefined, danger: false, foundByPatrol: false },
    ...{ justNow: false, alerts: [] },
  },
  (on) => [
    on(TheftReported, (state, { method, description, danger = false, foundByPatrol = false, ...how }, { actor }) => ({
      ...state,
      method,
      danger,
      foundByPatrol,
      justNow: danger && (method === 'snatch' || method === 'robbery'),
      description: isHushed(how) ? undefined : description,
      reporter: actor,
    })),
    on(ReportJoined, (state, { danger }) => (danger ? { ...state, danger } : state)),
    on(TheftTold, (state, { method }) => ({ ...state, method })),
    on(OfficersAlerted, (state, { alert, verified, source, until, officers }) => ({
      ...state,
      alerts: [
        ...state.alerts,
        { alert, verified, source, until, answers: new Map(officers.map(({ officer }) => [officer, undefined])) },
      ],
    })),
    on(AlertVerified, (state, { alert }) => changed(state, alert, () => ({ verified: true }))),
    on(AlertAnswered, (state, { alert, officer, answer }) =>
      changed(state, alert, ({ answers }) => ({ answers: new Map([...answers, [officer, answer]]) })),
    ),
  ],
)

const changed = (state: Told, alert: string, change: (one: Alert) => Partial<Alert>): Told => ({
  ...state,
  alerts: state.alerts.map((one) => (one.alert === alert ? { ...one, ...change(one) } : one)),
})

export const alertedCase: Fold<AlertedCase> = {
  initial: { ...told.initial, theft: theftCase.initial },
  types: [...new Set([...told.types, ...theftCase.types])],
  run: (events) => {
    const history = [...events]
    return { ...told.run(history), theft: theftCase.run(history) }
  },
}

/**
 * May an alert say anything about a person, and call itself verified? Only on proof of level 2 that holds, and with
 * nothing that speaks against the report (ladder rows 0 to 2).
 */
export const isVerified = ({ standing, conflicts }: Case): boolean =>
  standing !== undefined && standing.level >= 2 && conflicts.length === 0

/**
 * Where there is abuse, the place of the theft is where the victim is, and whoever reports may be the one they fear: an
 * officer sent there shows both that the victim has told and where they are. So no place leaves such a case unless an
 * officer stands beside the victim and can judge it (principles 1 and 11, DOMAIN 1). A thief can say a number and that they are afraid:
 * that hides nothing of what somebody has shown to be theirs.
 */
export const hidesPlace = (theft: Case): boolean =>
  hidesReporter(theft) && theft.standing?.means !== ('officer-present' satisfies Means)

/** What was said with a bare number by somebody who is afraid is told to nobody, also once the case itself hides nothing any more. */
export const isHushed = ({ safeMode, means }: { readonly safeMode: boolean; readonly means: Means }): boolean =>
  safeMode && levelOf(means) === 0

export const isOver = ({ until }: Pick<Alert, 'until'>, now: string): boolean => until <= now

export const untilFrom = (at: string): string => new Date(Date.parse(at) + lastsMs).toISOString()
