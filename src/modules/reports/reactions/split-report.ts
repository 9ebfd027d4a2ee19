import type { Kysely } from 'kysely'
import { defineReaction, readStream, type StoredEvent, type Tools } from '#ledger'
import type { CaseId } from '#lib/ids'
import { levelOf } from '#lib/proof'
import { type EnrolmentTable, enrolmentOf } from '#modules/register/public'
import { type PartyTables, partiesOf, type StopTables, stopsOfReport } from '#modules/response/public'
import { queryable } from '#platform/database'
import { theftCase } from '../case.ts'
import { addDetails } from '../commands/add-details.ts'
import { letGo } from '../commands/let-go.ts'
import { reportTheft } from '../commands/report-theft.ts'
import { whatItHolds } from '../commands/split-report.ts'
import { ReportSplit } from '../events/report-split.ts'
import { goneFrom, type JoinedReport, joinedReports } from '../joined-reports.ts'
import { laidOut, mustBe } from '../laid-out.ts'
import { networkOfLine } from '../network-of-line.ts'
import { ownOf } from '../own-parties.ts'
import type { LineNetwork } from '../views/line-network.ts'

type Tables = StopTables & EnrolmentTable & LineNetwork & PartyTables
type Splitting = Tools<Tables>

/**
 * Gives a report that a person split off its own case, and then takes back what it alone had stopped by the first. In this order: what
 * both cases stop must not be started between the two.
 */
export default defineReaction<Tables>('split-report', (on) => [
  on(ReportSplit, async ({ case: theft, report, number }, _, tools) => {
    const events = await readStream(queryable(tools.db), `case/${theft}`)
    const split = joinedReports(events).find((one) => one.report === report)
    if (!split) throw new Error('A report was split off that never joined.')
    await begin(tools, { theft, report, number, split, events })
    await laidOut(theft, tools)
    const versions = [...goneFrom(events)].map(({ version }) => version)
    const stops = await stopsOfReport(tools.db as Kysely<never>, theft, versions, tools.now())
    mustBe(await tools.execute(letGo, { case: theft, stops }, 'let-go'))
  }),
])

type Begun = {
  readonly theft: CaseId
  readonly report: CaseId
  readonly number: 'stays' | 'goes'
  readonly split: JoinedReport
  readonly events: readonly StoredEvent[]
}

async function begin(tools: Splitting, { theft, report, number, split, events }: Begun): Promise<void> {
  const first = theftCase.run(events)
  const { line, imeis } = whatItHolds(split, first, number)
  const enrolled = line ? await enrolmentOf(tools.db as unknown as Kysely<EnrolmentTable>, line) : undefined
  const parties = await partiesFor(tools, line, enrolled)
  const { channel, means, method, hearsay, safeMode } = split
  const said = {
    ...{ case: report, apart: theft, channel, means, method, line, imeis: [...imeis], force: first.force },
    ...{
      handset: imeis.length > 0 ? undefined : (enrolled?.handset ?? undefined),
      mayLocate: enrolled?.may_locate ?? false,
    },
    // That they were in danger is over: it would be taken for the hour of the theft.
    ...(number === 'goes' && { before: theft }),
    // Whichever of the two asked for it: who split them off cannot know.
    ...{ safeMode: safeMode || first.safeMode, hearsay: hearsay && line !== undefined },
    ...(enrolled && levelOf(means) === 1 && { lineProvedAt: new Date(enrolled.at).toISOString() }),
    parties: { ...parties, forces: parties.forces.filter((one) => one === first.force) },
  }
  const begun = await tools.execute(reportTheft, said, 'begin')
  if (!begun.ok && begun.refused !== 'already-reported')
    throw new Error(`A report was not given its own case: ${begun.refused}.`)
  for (const details of split.details) await tools.execute(addDetails, { case: report, details }, `details-${details}`)
}

/** As for any report: by the network that an earlier case found for the number, else by the range that it is in. */
async function partiesFor({ db, vault }: Splitting, line: JoinedReport['line'], enrolled: Enrolled) {
  const known = line && (await vault.reveal('split-report', 'respond-to-theft', [line])).get(line)
  const network = line && (await networkOfLine(db as unknown as Kysely<LineNetwork>, line))
  const text = known && !known.erased && typeof known.value === 'string' ? known.value : undefined
  return partiesOf(db as unknown as Kysely<PartyTables>, text, ownOf(enrolled, network || undefined))
}
type Enrolled = Awaited<ReturnType<typeof enrolmentOf>>
