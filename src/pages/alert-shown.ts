import type { Kysely } from 'kysely'
import { z } from 'zod'
import type { RouteContext } from '#http'
import { readStream } from '#ledger'
import { type GridPoint, metresBetween } from '#lib/geo/grid'
import {
  type AlertRow,
  alertsOf,
  bearing,
  type Duty,
  type DutyTable,
  hidesPlace,
  methodWords,
  type OfficerAlert,
  othersGoing,
} from '#modules/patrol/public'
import { theftCase } from '#modules/reports/public'
import { queryable } from '#platform/database'
import { VaultRef } from '#platform/vault-ref'

type Tables = DutyTable & OfficerAlert
type Look = Pick<RouteContext<Tables>, 'audit' | 'vault'> & { readonly db: Kysely<Tables> }

const Place = z.object({
  name: z.string(),
  easting: z.number(),
  northing: z.number(),
  accuracyMetres: z.number(),
  likely: z.boolean(),
})
const Description = z.object({ text: z.string() })

/**
 * What an officer was told, opened: each alert is audited, and the vault audits each record of it. Once an alert is over
 * neither its place nor its description is read.
 */
export async function shownAlerts(look: Look, officer: string, duty: Duty, now: Date) {
  const rows = await alertsOf(look.db, officer, now)
  const going = await othersGoing(
    look.db,
    rows.map(({ alert }) => alert),
    officer,
  )
  const shown = []
  for (const row of rows) shown.push({ ...(await opened(look, row, now)), others: going.get(row.alert) ?? 0 })
  return shown.map(({ place, ...alert }) => ({ ...alert, place: place && { ...place, way: wayTo(duty, place) } }))
}

/** One alert with what it says. `over`: nobody needs to go any more, or it has turned out that nobody may be seen to come. */
export async function opened({ audit, db, vault }: Look, row: AlertRow, now: Date) {
  const { alert, case_id, method, verified, source, direction, reported_at, alerted_at, until, answer, danger } = row
  await audit('look', `alert/${alert}`)
  const theft = theftCase.run(await readStream(queryable(db), `case/${case_id}`))
  const hushed = hidesPlace(theft)
  const over = row.ended || new Date(until) <= now || hushed
  const refs = over ? [] : [row.place, ...(verified && row.description ? [row.description] : [])]
  const records = await vault.reveal(
    'look',
    refs.map((ref) => VaultRef.parse(ref)),
  )
  const read = <T extends object>(schema: z.ZodType<T>, ref: string | null): T | false => {
    const record = ref === null ? undefined : records.get(ref as VaultRef)
    return record && !record.erased ? (schema.safeParse(record.value).data ?? false) : false
  }
  return {
    ...{ alert, case: case_id, what: source === 'located' ? 'Stolen phone seen' : methodWords[method], verified, over },
    ...{ direction: direction ?? false, reported: iso(reported_at), alerted: iso(alerted_at), until: iso(until) },
    ...{ answer: answer ?? false, place: read(Place, row.place), ended: row.ended, danger, hushed },
    description: (verified && read(Description, row.description)) || false,
  }
}

const iso = (at: Date | string) => new Date(at).toISOString()

/** "350 metres north-east of you", to the next 50 metres; false while we do not know where the officer is. */
function wayTo({ easting, northing }: Duty, place: GridPoint): string | false {
  if (easting === null || northing === null) return false
  const here = { easting, northing }
  const metres = Math.round(metresBetween(here, place) / 50) * 50
  return metres === 0 ? 'where you are' : `${metres} metres ${bearing(here, place)} of you`
}
