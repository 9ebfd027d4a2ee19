import { z } from 'zod'
import { problem } from '#http'
import { type DoneTables, doneOf, visibleShift } from '#modules/patrol/public'
import { definePage } from '../define-page.ts'
import { boroughOf, shownDone, shownShift } from '../shift-shown.ts'

/** One shift: what was planned beside what positions show, square by square. */
export default definePage<DoneTables>()({
  url: '/staff/shift/:plan/done',
  title: 'Planned and done',
  template: 'staff/shift-done.njk',
  who: { act: 'look', record: 'patrol' },
  console: true,
  params: z.object({ plan: z.uuid() }),

  async load({ plan }, { db, tenant, now }) {
    const shift = await visibleShift(db, tenant, plan)
    const [of] = shift ? await doneOf(db, [shift]) : []
    if (!shift || !of) return problem('not-found')
    return {
      ...{ plan, borough: boroughOf(shift), when: shownShift(shift), done: shownDone(shift, of.done) },
      isOver: Date.parse(shift.ends) <= now().getTime(),
    }
  },
})
