import { z } from 'zod'
import { problem, refusal, seeOther } from '#http'
import {
  cornersOfSquares,
  londonCells,
  nameOfSquare,
  recordWorks,
  squareAndAround,
  worksKinds,
  worksWords,
} from '#modules/patrol/public'
import { definePage } from '../define-page.ts'

/** A council writes down what it changed at a place, so that before and after can be counted. */
export default definePage()({
  url: '/staff/places/:cell/works',
  title: 'Write down what was changed',
  template: 'staff/place-works.njk',
  who: { act: 'change', record: 'street-works' },
  console: true,
  params: z.object({ cell: z.coerce.number().int().min(0).max(10_000_000) }),

  load({ cell }) {
    if (!londonCells().mask[cell])
      return problem('not-found', { detail: 'Choose a place from the list of places first.' })
    return {
      ...{ cell, near: nameOfSquare(cell) },
      kinds: worksKinds.map((value) => ({ value, text: worksWords[value] })),
    }
  },

  form: z.object({
    kind: z.enum(worksKinds, 'Choose what was changed'),
    doneOn: z.iso.date('Say the day it was done, like 2026-03-02'),
    reach: z.enum(['square', 'around'], 'Choose how far it reaches'),
  }),

  async act({ cell, kind, doneOn, reach }, { execute, newId }) {
    const london = londonCells()
    if (!london.mask[cell]) return problem('not-found', { detail: 'There is no such place.' })
    const cells = reach === 'square' ? [cell] : squareAndAround(london, cell)
    // The place itself first: it gives the name.
    const squares = cornersOfSquares([cell, ...cells.filter((one) => one !== cell)])
    const borough = london.boroughs[london.boroughOf[cell] as number] ?? ''
    const outcome = await execute(recordWorks, { works: newId(), kind, squares, doneOn })
    if (outcome.ok) return seeOther(`/staff/places?borough=${encodeURIComponent(borough)}`)
    if (outcome.refused === 'not-done-yet')
      return { errors: [{ field: 'doneOn', says: 'Write it down once it is done: this day is still to come' }] }
    return refusal(recordWorks, outcome.refused)
  },
})
