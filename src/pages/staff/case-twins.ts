import type { Kysely } from 'kysely'
import { z } from 'zod'
import { isProblem, problem, type RouteContext, seeOther } from '#http'
import { CaseId } from '#lib/ids'
import { likelyTwins, splitCase, type TheftCase, takeInCase, theftCase, twinOf } from '#modules/reports/public'
import { whatIsTakenIn } from '#modules/victims/public'
import { definePage } from '../define-page.ts'
import { caseParam, staffCase } from '../staff-case.ts'

const whySays = {
  handset: 'the same handset',
  line: 'the same number',
  doubt: 'a second person claims the phone in both',
} as const

const busy = 'We are busy. Press the button once more'

/**
 * Two cases of one theft that reports did not join by themselves. A person compares them and makes them one: the later one ends and its
 * code opens the first. Or splits them again.
 */
export default definePage<TheftCase>()({
  url: '/staff/case/:case/twins',
  title: 'Same theft, two cases',
  template: 'staff/case-twins.njk',
  who: { act: 'change', record: 'theft-report' },
  console: true,
  params: caseParam,

  async load({ case: theft }, context) {
    const held = await staffCase(context, theft)
    if (isProblem(held)) return held
    const { twins, joinedTo, ended } = theftCase.run(held.events)
    const likely = ended ? [] : await likelyTwins(context.db, theft)
    return {
      ...{ theft, twins, joinedTo: joinedTo ?? false, ended: ended !== undefined },
      likely: likely.map((one) => ({ ...one, says: whySays[one.why] })),
    }
  },

  form: z.object({
    does: z.enum(['join', 'split']),
    with: z.string().trim().max(40),
    typed: z
      .string()
      .trim()
      .toLowerCase()
      .regex(/^([0-9a-f-]{8,36})?$/, 'The number of a case has 8 signs or more: digits and the letters a to f'),
  }),

  async act({ case: theft, does, with: chosen, typed }, context) {
    const held = await staffCase(context, theft, 'change')
    if (isProblem(held)) return problem('not-found')
    const named = typed === '' ? chosen : await twinOf(context.db as Kysely<TheftCase>, held.owner, typed)
    const other = CaseId.safeParse(named)
    if (!other.success || other.data === theft)
      return {
        errors: [{ field: typed ? 'typed' : 'with', says: typed ? 'Your unit has no such case' : 'Choose a case' }],
      }
    const second = await staffCase(context, other.data, 'change')
    if (isProblem(second)) return { errors: [{ field: 'with', says: 'Your unit has no such case' }] }
    return does === 'split'
      ? split(context, theftCase.run(held.events).joinedTo === other.data ? theft : other.data)
      : join(context, [
          { case: theft, events: held.events },
          { case: other.data, events: second.events },
        ])
  },
})

type Context = RouteContext<TheftCase>
type One = { readonly case: CaseId; readonly events: Parameters<typeof whatIsTakenIn>[0] }

/** The case that was opened first goes on. */
async function join({ execute }: Context, two: readonly [One, One]) {
  const openedAt = ({ events }: One) => theftCase.run(events).reportedAt ?? ''
  const [first, later] = openedAt(two[0]) <= openedAt(two[1]) ? two : [two[1], two[0]]
  const taken = whatIsTakenIn(later.events)
  if (!taken) return { errors: [{ field: 'with', says: 'One of the two has ended' }] }
  const outcome = await execute(takeInCase, { case: first.case, later: later.case, ...taken })
  return outcome.ok ? seeOther(`/staff/case/${first.case}`) : refusedSays(takeInCase.refusals, outcome.refused)
}

async function split({ execute }: Context, later: CaseId) {
  const outcome = await execute(splitCase, { case: later })
  return outcome.ok ? seeOther(`/staff/case/${later}`) : refusedSays(splitCase.refusals, outcome.refused)
}

const refusedSays = (known: Readonly<Record<string, { readonly says: string }>>, code: string) => ({
  errors: [{ field: 'with', says: known[code]?.says ?? busy }],
})
