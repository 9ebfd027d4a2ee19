import { type Kysely, sql } from 'kysely'
import { z } from 'zod'
import { defineView, type EventDefinition, type StoredEvent } from '#ledger'
import { CaseClosed } from '#modules/reports/events/case-closed'
import { CasesLinked } from '#modules/reports/events/cases-linked'
import { ConflictSettled } from '#modules/reports/events/conflict-settled'
import { ProofShown } from '#modules/reports/events/proof-shown'
import { ReportWithdrawn } from '#modules/reports/events/report-withdrawn'
import { TheftReported } from '#modules/reports/events/theft-reported'
import { ActionAcknowledged } from '#partners/events/action-acknowledged'
import { heard, heardAs } from '../heard.ts'

export type Measured = {
  measured_case: {
    case_id: string
    tenant: string
    force: string | null
    reported_at: string
    recovered_at: string | null
    returned_at: string | null
    ended_at: string | null
    harmed_at: string | null
    /** It is a second report of another case's theft. */
    joined: boolean
  }
  measured_stop: {
    case_id: string
    partner: string
    kind: string
    owed_at: string | null
    confirmed_at: string | null
  }
  measured_message: { case_id: string; at: string; next: string | null }
  measured_feeling: { case_id: string; step: string; at: string; safe: boolean; mattered: boolean }
}

/** The stops without which a stolen handset is still of use: its SIM, the networks, its screen. */
export const neededStops: readonly string[] = ['suspend-line', 'block-handset', 'lock-screen']

const named = (type: string) => heard(type) as EventDefinition<{ case?: string | undefined }>

const Feeling = z.object({ case: z.uuid(), step: z.string(), safe: z.string(), mattered: z.string() })
const feelingTold = heardAs('victims.feeling-told', Feeling) as EventDefinition<z.output<typeof Feeling>>

const Message = z.object({ case: z.uuid(), next: z.string().optional() })
const messageOwed = heardAs('victims.message-owed', Message) as EventDefinition<z.output<typeof Message>>

/** What published figures are counted from: cases, their stops by owed and confirmed time, messages to victims, and their answers. */
export const measured = defineView<Measured>(
  'measured',
  'async',
  (on) => [
    on(TheftReported, (db, { case: case_id, force = null }, event) => [
      db
        .insertInto('measured_case')
        .values({ case_id, force, tenant: event.tenant, reported_at: event.at, joined: false })
        .onConflict((c) => c.column('case_id').doNothing()),
      ...owed(db, case_id, event),
    ]),
    on(ProofShown, (db, { case: theft }, event) => owed(db, theft, event)),
    on(ConflictSettled, (db, { case: theft }, event) => owed(db, theft, event)),

    on(ActionAcknowledged, (db, { owedBy, partner, kind, at }) => {
      const theft = caseOf(owedBy)
      return theft && neededStops.includes(kind) ? stop(db, 'confirmed_at', { case_id: theft, partner, kind, at }) : []
    }),

    on(CaseClosed, (db, { case: theft, reason }, { at }) => [
      first(db, theft, 'ended_at', at),
      ...(reason === 'returned' ? [first(db, theft, 'returned_at', at), first(db, theft, 'recovered_at', at)] : []),
    ]),
    on(CasesLinked, (db, { case: theft, as, same: joined }) =>
      as === 'later' ? db.updateTable('measured_case').set({ joined }).where('case_id', '=', theft) : [],
    ),
    on(ReportWithdrawn, (db, { case: theft }, { at }) => first(db, theft, 'ended_at', at)),

    on(named('exhibits.handset-seized'), (db, { case: theft }, { at }) => recovered(db, theft, at)),
    on(named('exhibits.owner-found'), (db, { case: theft }, { at }) => recovered(db, theft, at)),
    on(named('exhibits.handset-returned'), (db, { case: theft }, { at }) => [
      ...recovered(db, theft, at),
      ...(theft ? [first(db, theft, 'returned_at', at)] : []),
    ]),

    on(named('harms.harm-told'), (db, { case: theft }, { at }) => (theft ? [first(db, theft, 'harmed_at', at)] : [])),

    on(feelingTold, (db, { case: theft, step, safe, mattered }, { at }) =>
      db
        .insertInto('measured_feeling')
        .values({ case_id: theft, step, at, safe: safe === 'yes', mattered: mattered === 'yes' })
        .onConflict((c) => c.doNothing()),
    ),

    // To several contacts at once it is one message.
    on(messageOwed, (db, { case: theft, next = null }, { at }) =>
      db
        .insertInto('measured_message')
        .values({ case_id: theft, at, next })
        .onConflict((c) =>
          c
            .columns(['case_id', 'at'])
            .doUpdateSet({ next: sql<string | null>`coalesce(measured_message.next, ${next}::timestamptz)` }),
        ),
    ),
  ],
  { tables: ['measured_case', 'measured_stop', 'measured_message', 'measured_feeling'] },
)

const caseOf = (stream: string) => /^case\/([0-9a-f-]{36})$/.exec(stream)?.[1]

type CaseTime = 'recovered_at' | 'returned_at' | 'ended_at' | 'harmed_at'

// An event may be seen again after a crash, and receipts come in any order: the earliest time stands.
const first = (db: Kysely<Measured>, theft: string, column: CaseTime, at: string) =>
  db
    .updateTable('measured_case')
    .set({ [column]: sql`least(${sql.ref(column)}, ${at}::timestamptz)` })
    .where('case_id', '=', theft)

const recovered = (db: Kysely<Measured>, theft: string | undefined, at: string) =>
  theft ? [first(db, theft, 'recovered_at', at)] : []

const owed = (db: Kysely<Measured>, case_id: string, { owes = [], at }: StoredEvent) =>
  owes
    .filter(({ kind }) => neededStops.includes(kind))
    .flatMap(({ partners, kind }) => partners.map((partner) => stop(db, 'owed_at', { case_id, partner, kind, at })))

type Stop = { case_id: string; partner: string; kind: string; at: string }

const stop = (db: Kysely<Measured>, column: 'owed_at' | 'confirmed_at', { at, ...key }: Stop) =>
  db
    .insertInto('measured_stop')
    .values({ ...key, owed_at: null, confirmed_at: null, [column]: at })
    .onConflict((c) =>
      c.columns(['case_id', 'kind', 'partner']).doUpdateSet({
        [column]: sql`least(measured_stop.${sql.ref(column)}, ${sql.ref(`excluded.${column}`)})`,
      }),
    )
