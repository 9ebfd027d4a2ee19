import type pg from 'pg'
import { atMost, type Figure, quantile, recorded } from '../frame.ts'
import type { Partners } from './partners.ts'

/** What a victim's own browser noted, ms since 1970. */
export type Report = {
  readonly way: 'card' | 'handler' | 'phone' | 'claim'
  readonly line?: string
  readonly case?: string | null
  readonly sent: number
  readonly opened?: number
  readonly pressed?: number
  readonly first?: number
  readonly accepted?: number
  readonly status: number
  readonly why?: string
}

type Answered = { readonly stream: string; readonly partner: string; readonly kind: string; readonly at: number | null }

/**
 * From acceptance to the last signed receipt, by lane. Acceptance is when the answer reached the victim's browser, of the tap that
 * showed enough: the whole report for a card and a call handler, the second page for a borrowed phone. The receipt counts
 * when it was received, by the database's clock on the same machine.
 */
export async function collect(
  owner: pg.Client,
  partners: Partners,
  reports: readonly Report[],
  down: readonly string[],
): Promise<Figure[]> {
  const taken = reports.filter(({ status, accepted }) => status >= 200 && status < 300 && accepted !== undefined)
  const cases = await casesOf(owner, partners, taken)
  const answers = Map.groupBy(await answersOf(owner, [...new Set(cases.values())]), ({ stream }) => stream)
  const lanes = [
    ['block at every live operator', (one: Answered) => one.kind === 'block-handset', ['card', 'handler', 'phone']],
    ['step-up and freeze at the own live banks', (one: Answered) => /account$/.test(one.kind), ['card']],
    ['screen lock at the maker', (one: Answered) => one.kind === 'lock-screen', ['card', 'handler', 'phone']],
  ] as const
  const live = ({ partner }: Answered) => !down.includes(partner)
  const figures: Figure[] = [
    atMost('burst: reports not taken', reports.length - taken.length, 'reports', 0),
    recorded('burst: reports whose case was found again', cases.size, 'reports'),
  ]
  for (const [name, wanted, ways] of lanes) {
    const ms: number[] = []
    let open = 0
    for (const report of taken.filter(({ way }) => (ways as readonly string[]).includes(way))) {
      const mine = (answers.get(cases.get(report) ?? '') ?? []).filter((one) => wanted(one) && live(one))
      if (mine.length === 0 || mine.some(({ at }) => at === null)) open++
      else ms.push(Math.max(...mine.map(({ at }) => at ?? 0)) - (report.accepted ?? 0))
    }
    figures.push(...laneFigures(name, ms, open, name.startsWith('block') || name.startsWith('step')))
  }
  return figures
}

function laneFigures(name: string, ms: readonly number[], open: number, bar: boolean): Figure[] {
  const p99 = quantile(ms, 0.99)
  return [
    recorded(`${name}: reports`, ms.length, 'reports'),
    recorded(`${name}: without an answer, or nothing asked`, open, 'reports'),
    recorded(`${name}: p50`, quantile(ms, 0.5), 'ms'),
    recorded(`${name}: p95`, quantile(ms, 0.95), 'ms'),
    bar ? atMost(`${name}: p99`, p99, 'ms', 5000) : recorded(`${name}: p99`, p99, 'ms'),
  ]
}

/** Which case each report came to: by the API's answer, else by the operator that was asked about that line. */
async function casesOf(owner: pg.Client, partners: Partners, reports: readonly Report[]): Promise<Map<Report, string>> {
  const ofLine = new Map<string, string[]>()
  for (const slug of partners.slugs('operator')) {
    const journal = (await (await fetch(`${partners.of(slug)}/_journal`)).json()) as JournalLine[]
    for (const { key, kind, detail } of journal)
      if (kind === 'hold-line-changes' && detail?.msisdn)
        ofLine.set(detail.msisdn, [...(ofLine.get(detail.msisdn) ?? []), key])
  }
  const keys = [...ofLine.values()].flat()
  const { rows } = await owner.query<{ id: string; stream: string }>(
    'select id, stream from action where id = any($1)',
    [keys],
  )
  const streamOf = new Map(rows.map(({ id, stream }) => [id, stream]))
  return new Map(
    reports.flatMap((report): [Report, string][] => {
      const stream = report.case
        ? `case/${report.case}`
        : ofLine.get(report.line ?? '')?.map((key) => streamOf.get(key))[0]
      return stream ? [[report, stream]] : []
    }),
  )
}
type JournalLine = { readonly key: string; readonly kind: string; readonly detail?: { readonly msisdn?: string } }

async function answersOf(owner: pg.Client, streams: readonly string[]): Promise<Answered[]> {
  const { rows } = await owner.query<Answered>(
    `select a.stream, a.partner, a.kind, extract(epoch from min(r.received_at))::float8 * 1000 as at
     from action a left join receipt r on r.action = a.id
     where a.stream = any($1) and a.kind in ('block-handset', 'step-up-account', 'freeze-account', 'lock-screen')
     group by a.id`,
    [streams],
  )
  return rows
}
