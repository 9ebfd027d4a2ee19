import type { Kysely } from 'kysely'
import { z } from 'zod'
import { isProblem, problem, type RouteContext, seeOther } from '#http'
import { readStream } from '#ledger'
import { showCaseCode } from '#lib/case-code'
import { CaseId } from '#lib/ids'
import {
  type CasePartyTables,
  type JoinedReport,
  joinedReports,
  papersOf,
  partiesOfCase,
  splitReport,
  type TheftCase,
  theftCase,
} from '#modules/reports/public'
import { accesses, giveAccess } from '#modules/victims/public'
import { queryable } from '#platform/database'
import { definePage } from '../define-page.ts'
import { joinedBecause } from '../desk-words.ts'
import { caseParam, staffCase } from '../staff-case.ts'
import { happened } from '../what-happened.ts'

const says = {
  busy: 'We are busy. Press the button once more',
  number: 'Say whose the number is from now on',
  gone: 'That report did not join this case',
  code: 'Its case is not there yet, or has a code already. Look again in a moment',
}

/**
 * Reports that joined a case by themselves, and why. A person who finds that one tells of another theft gives it its own case: its reporter's
 * code opens that one from then on, and nothing of this.
 */
export default definePage<TheftCase>()({
  url: '/staff/case/:case/joined',
  title: 'Reports that joined this case',
  template: 'staff/case-joined.njk',
  who: { act: 'change', record: 'theft-report' },
  console: true,
  params: caseParam,

  async load({ case: theft }, context) {
    const held = await staffCase(context, theft)
    if (isProblem(held)) return held
    const known = theftCase.run(held.events)
    const reports = joinedReports(held.events)
    return {
      ...{ theft, hidden: held.shown.hidden, ended: known.ended !== undefined, given: false },
      reports: await Promise.all(reports.map((one) => rowOf(context, one, known.line))),
    }
  },

  form: z.object({
    does: z.enum(['split', 'code']),
    report: CaseId,
    number: z.enum(['', 'stays', 'goes'], says.number),
  }),

  async act({ case: theft, does, report, number }, context) {
    const held = await staffCase(context, theft, 'change')
    if (isProblem(held)) return problem('not-found')
    const split = joinedReports(held.events).find((one) => one.report === report)
    if (!split) return wrong(says.gone)
    if (does === 'code') return giveCode(context, split)
    if (number === '') return wrong(says.number)
    const papers = [...papersOf.run(held.events).values()]
    const waits =
      held.desk.waiting.some(({ access }) => split.codes.includes(access)) ||
      papers.some(({ access, counts, left }) => counts === undefined && !left && split.codes.includes(access))
    const parties = await partiesOfCase(context.db as unknown as Kysely<CasePartyTables>, theft)
    const outcome = await context.execute(splitReport, { case: theft, report, number, waits, parties })
    if (outcome.ok) return seeOther(`/staff/case/${theft}/joined`)
    const known: Readonly<Record<string, { readonly says: string }>> = splitReport.refusals
    return wrong(known[outcome.refused]?.says ?? says.busy)
  },
})

type Context = RouteContext<TheftCase>

const wrong = (words: string) => ({ errors: [{ field: 'report', says: words }] })

/** Nothing of who made it: how and when it came, why it joined, and how far its own case is. */
async function rowOf(context: Context, { report, apart, ...one }: JoinedReport, line: JoinedReport['line']) {
  return {
    ...{ report: report ?? false, at: one.at, channel: one.channel, means: one.means },
    method: happened[one.method],
    because: joinedBecause[one.why],
    sameNumber: one.line !== undefined && one.line === line,
    apart: apart && report !== undefined,
    needsCode: apart && report !== undefined && (await isWithoutCode(context, report)),
  }
}

/** It was made by a card or by somebody's word, and nobody was given a code for it. */
async function isWithoutCode({ db }: Context, report: CaseId): Promise<boolean> {
  const { reported, all } = accesses.run(await readStream(queryable(db), `case/${report}`))
  return reported && all.size === 0
}

/** To be read out to whoever made the report, once: nothing else reaches them. */
async function giveCode(context: Context, { report, apart, codes }: JoinedReport) {
  if (!apart || report === undefined || codes.length > 0 || !(await isWithoutCode(context, report)))
    return wrong(says.code)
  await context.audit('change', `case/${report}`)
  const given = await giveAccess(context, { case: report, checked: true })
  return 'refused' in given ? wrong(says.code) : { given: { code: showCaseCode(given.code), word: given.word } }
}
