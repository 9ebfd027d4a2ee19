import type { Kysely } from 'kysely'
import { z } from 'zod'
import { problem, type RouteContext, seeOther } from '#http'
import { readStream } from '#ledger'
import { type ListAppealTable, listAppealOf } from '#modules/blocklist/public'
import { appellant, handleAppellant, handlings } from '#modules/victims/public'
import { queryable } from '#platform/database'
import { definePage } from '../define-page.ts'
import { handlingSays } from '../desk-words.ts'

/** What was decided about a phone on somebody else's list did not arrive: a person says what they did, and it leaves the queue. */
export default definePage<ListAppealTable>()({
  url: '/staff/list-appeals/:appeal/message',
  title: 'An answer did not arrive',
  template: 'staff/list-appeal-message.njk',
  who: { act: 'change', record: 'theft-report' },
  console: true,
  params: z.strictObject({ appeal: z.uuid() }),

  async load({ appeal }, context) {
    if (!(await isTheirs(context, appeal, 'look'))) return problem('not-found')
    const { open } = appellant.run(await readStream(queryable(context.db), `appeal/${appeal}`))
    return { appeal, open, choices: handlings.map((value) => ({ value, text: handlingSays[value] })) }
  },

  form: z.object({ how: z.enum(handlings, 'Choose what you did') }),

  async act({ appeal, how }, context) {
    if (!(await isTheirs(context, appeal, 'change'))) return problem('not-found')
    const outcome = await context.execute(handleAppellant, { appeal, how })
    if (outcome.ok) return seeOther('/staff/cases')
    return { errors: [{ field: 'how', says: 'It has arrived, or somebody has dealt with it' }] }
  },
})

type Context = Pick<RouteContext<ListAppealTable>, 'audit' | 'db' | 'now' | 'reach' | 'tenant'>

async function isTheirs({ audit, db, now, reach, tenant }: Context, appeal: string, act: 'look' | 'change') {
  const owner = reach === 'all' ? undefined : tenant
  const row = await listAppealOf(db as unknown as Kysely<ListAppealTable>, owner, appeal, now())
  if (row) await audit(act, `appeal/${appeal}`, row.owner)
  return row !== undefined
}
