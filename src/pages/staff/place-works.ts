import { z } from 'zod'
import { problem, refusal, seeOther } from '#http'
import {
  cornersOfSquares,
  faultOfPlace,
  londonCells,
  nameOfSquare,
  type OwnBoroughTables,
  recordWorks,
  squareAndAround,
  worksKinds,
  worksWithin,
  worksWords,
} from '#modules/patrol/public'
import { dayField } from '../day-field.ts'
import { definePage } from '../define-page.ts'

/** A council writes down what it changed at a place, so that before and after can be counted. */
export default definePage<OwnBoroughTables>()({
  url: '/staff/places/:cell/works',
  title: 'Write down what was changed',
  template: 'staff/place-works.njk',
  who: { act: 'change', record: 'street-works' },
  console: true,
  params: z.object({ cell: z.coerce.number().int().min(0).max(10_000_000) }),

  async load({ cell }, { db, tenant }) {
    if (!londonCells().mask[cell])
      return problem('not-found', { detail: 'Choose a place from the list of places first.' })
    const fault = faultOfPlace(await worksWithin(db, tenant), boroughOf(cell))
    if (fault) return refusal(recordWorks, fault)
    return {
      ...{ cell, near: nameOfSquare(cell) },
      kinds: worksKinds.map((value) => ({ value, text: worksWords[value] })),
    }
  },

  form: z.object({
    kind: z.enum(worksKinds, 'Choose what was changed'),
    doneOn: dayField('Say the day it was done, like 2 3 2026'),
    reach: z.enum(['square', 'around'], 'Choose how far it reaches'),
  }),

  async act({ cell, kind, doneOn, reach }, { db, tenant, execute, newId }) {
    const london = londonCells()
    if (!london.mask[cell]) return problem('not-found', { detail: 'There is no such place.' })
    const cells = reach === 'square' ? [cell] : squareAndAround(london, cell)
    // The place itself first: it gives the name.
    const squares = cornersOfSquares([cell, ...cells.filter((one) => one !== cell)])
    const within = await worksWithin(db, tenant)
    const outcome = await execute(recordWorks, { works: newId(), kind, squares, doneOn, within })
    if (outcome.ok) return seeOther(`/staff/places?borough=${encodeURIComponent(boroughOf(cell))}`)
    if (outcome.refused === 'not-done-yet')
      return { errors: [{ field: 'doneOn', says: 'Write it down once it is done: this day is still to come' }] }
    return refusal(recordWorks, outcome.refused)
  },
})

const boroughOf = (cell: number): string => {
  const { boroughs, boroughOf: of } = londonCells()
  return boroughs[of[cell] as number] ?? ''
}
