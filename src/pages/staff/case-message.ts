import { z } from 'zod'
import { isProblem, problem, type RouteContext, seeOther } from '#http'
import { CaseId } from '#lib/ids'
import { handleFailure, handlings } from '#modules/victims/public'
import { definePage } from '../define-page.ts'
import { handlingSays } from '../desk-words.ts'
import { staffCase } from '../staff-case.ts'

type Actions = { action: { id: string; stream: string } }

/** A message that did not arrive: a person says what they did about it, and it leaves the queue. */
export default definePage<Actions>()({
  url: '/staff/case/:case/message/:action',
  title: 'A message did not arrive',
  template: 'staff/case-message.njk',
  who: { act: 'change', record: 'theft-report' },
  console: true,
  params: z.strictObject({ case: CaseId, action: z.uuid() }),

  async load({ case: theft, action }, context) {
    const held = await staffCase(context, theft)
    if (isProblem(held)) return held
    return {
      ...{ theft, action, to: held.desk.failed.get(action) ?? false, said: await saidAt(context, action) },
      choices: handlings.map((value) => ({ value, text: handlingSays[value] })),
    }
  },

  form: z.object({ how: z.enum(handlings, 'Choose what you did') }),

  async act({ case: theft, action, how }, context) {
    const held = await staffCase(context, theft, 'change')
    if (isProblem(held)) return problem('not-found')
    const outcome = await context.execute(handleFailure, { case: theft, action, how })
    if (outcome.ok) return seeOther('/staff/cases')
    return { errors: [{ field: 'how', says: 'It has arrived, or somebody has dealt with it' }] }
  },
})

const pages: Readonly<Record<string, string>> = { claim: '/staff/buyers/', appeal: '/staff/appeals/' }

/** Where somebody who is not the victim says how they are reached. */
async function saidAt({ db }: Pick<RouteContext<Actions>, 'db'>, action: string): Promise<string> {
  const row = await db.selectFrom('action').select('stream').where('id', '=', action).executeTakeFirst()
  const [kind = '', id = ''] = row?.stream.split('/') ?? []
  return pages[kind] ? pages[kind] + id : ''
}
