import { createHash } from 'node:crypto'
import { type Kysely, sql, type Transaction } from 'kysely'
import { rowsOf } from './csv.ts'
import type { Measure, Period } from './define-measure.ts'
import { figuresIn, type Source } from './figures.ts'
import { isDemo } from './is-demo.ts'
import { lastTwelveMonths } from './last-twelve-months.ts'

/** The views that figures are counted from. Facts are exported up to where these have read, no further. */
export const countedViews = ['measured', 'theft_report_count'] as const

type Write = (line: string) => Promise<void> | void
export type Exported = { readonly facts: number; readonly figures: number }

const batch = 5000

/**
 * Writes what somebody else needs to count every published figure again: facts straight from the ledger, and the figures
 * as they are served, all of one moment. Undefined when the views were not at one place: try again.
 */
export const exportMeasures = <Tables>(
  db: Kysely<Tables>,
  measures: readonly Measure[],
  write: Write,
): Promise<Exported | undefined> =>
  db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (trx) => {
      const upTo = await placeOfViews(trx)
      if (upTo === undefined) return undefined
      const sources = await periodsOf(trx)
      const { rows } = await sql<{ at: string }>`select date_trunc('milliseconds', now()) as at`.execute(trx)
      const kinds = { format: 'ringback-measures-1', at: rows[0]?.at, leaves: Number(upTo) + 1, periods: sources }
      await write(lineOf({ line: 'head', ...kinds }))
      const facts = await writeFacts(trx, upTo, write)
      let figures = 0
      for (const [source, period] of Object.entries(sources) as [Source, Period][])
        for (const measure of measures)
          for (const row of rowsOf(measure, await figuresIn(trx, measure, period, source), source)) {
            await write(lineOf({ line: 'figure', ...row }))
            figures += 1
          }
      await write(lineOf({ line: 'end', facts, figures }))
      return { facts, figures }
    })

/** The leaf up to which all views have read; undefined while one is ahead of another. */
async function placeOfViews<Tables>(trx: Transaction<Tables>): Promise<string | undefined> {
  const { rows } = await sql<{ seq: string; same: boolean }>`
    select coalesce(min(seq), -1) as seq, count(distinct coalesce(seq, -1)) = 1 as same
    from unnest(${[...countedViews]}::text[]) as view left join view_cursor using (view)`.execute(trx)
  return rows[0]?.same ? rows[0].seq : undefined
}

async function periodsOf<Tables>(trx: Transaction<Tables>): Promise<Partial<Record<Source, Period>>> {
  const published = await lastTwelveMonths(trx)
  return (await isDemo(trx)) ? { published, simulated: await lastTwelveMonths(trx, { withThis: true }) } : { published }
}

type Row = {
  seq: string
  stream: string
  type: string
  at: string
  demo: boolean
  data: Readonly<Record<string, string | undefined>>
  owes: readonly { partners: readonly string[]; kind: string }[] | null
}

async function writeFacts<Tables>(trx: Transaction<Tables>, upTo: string, write: Write): Promise<number> {
  let [count, from] = [0, -1]
  for (;;) {
    const { rows } = await sql<Row>`
      select seq, stream, type, at, owes,
        exists (select from organisation where slug = event.tenant and demo) as demo,
        jsonb_build_object('case', data->'case', 'force', data->'force', 'reason', data->'reason', 'kind', data->'kind',
          'partner', data->'partner', 'at', data->'at', 'owedBy', data->'owedBy', 'step', data->'step', 'safe', data->'safe',
          'mattered', data->'mattered', 'next', data->'next', 'as', data->'as', 'same', data->>'same', 'why', data->'why',
          'method', data->'method') as data
      from sealed join event on event.id = event_id
      where seq > ${from} and seq <= ${upTo} and (type = any(${[...told.keys()]}::text[]) or (owes is not null and stream like 'case/%'))
      order by seq limit ${batch}`.execute(trx)
    for (const fact of rows.flatMap(factsOf)) {
      await write(lineOf({ line: 'fact', ...fact }))
      count += 1
    }
    if (rows.length < batch) return count
    from = Number(rows.at(-1)?.seq)
  }
}

/** What of an event is told: only what figures need, and nothing that points at a person. */
const told = new Map<string, readonly string[]>([
  ['reports.theft-reported', ['force', 'method']],
  ['reports.theft-told', []],
  ['reports.cases-linked', ['as', 'same']],
  ['reports.case-closed', ['reason']],
  ['reports.report-withdrawn', ['why']],
  ['partners.action-acknowledged', ['kind', 'partner', 'at']],
  ['exhibits.handset-seized', []],
  ['exhibits.owner-found', []],
  ['exhibits.handset-returned', []],
  ['victims.message-owed', ['next']],
  ['harms.harm-told', []],
  ['victims.feeling-told', ['step', 'safe', 'mattered']],
])

function factsOf({ seq, stream, type, at, demo, data, owes }: Row): object[] {
  const theft = stream.startsWith('case/') ? stream : (data.owedBy ?? (data.case && `case/${data.case}`))
  if (!theft?.startsWith('case/')) return []
  const about = { leaf: Number(seq), case: createHash('sha256').update(theft).digest('hex').slice(0, 24) }
  const more = told.get(type)
  const detail = Object.fromEntries(
    (more ?? []).flatMap((key) => (data[key] == null ? [] : [[`its${upper(key)}`, data[key]]])),
  )
  const fact = more ? [{ ...about, type, at, ...(type === 'reports.theft-reported' && { demo }), ...detail }] : []
  const owed = (owes ?? []).flatMap(({ partners, kind }) =>
    partners.map((partner) => ({ ...about, type: 'owed', at, itsKind: kind, itsPartner: partner })),
  )
  return [...fact, ...owed.filter(({ itsKind }) => !itsKind.startsWith('send-'))]
}

const upper = (key: string) => key.slice(0, 1).toUpperCase() + key.slice(1)

/** One line of the file with a sum of its own, so that a slip of the hand is found by its line. */
function lineOf(content: object): string {
  const text = JSON.stringify(content)
  return `${text.slice(0, -1)},"sum":"${createHash('sha256').update(text).digest('hex').slice(0, 12)}"}\n`
}
