import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { londonCells } from '#modules/patrol/public'
import { openLoop } from './support/loop.ts'
import { wholeFile } from './support/site.ts'
import { staff } from './support/staff-browser.ts'

test('B22: a plan for an area of several boroughs sends units to its outer one, and its page says what that is owed; a borough’s says that it is for one', async () => {
  const now = new Date('2027-01-15T13:55:00.000Z')
  const loop = await openLoop(wholeFile, { now: () => now })
  await loop.organisation('demo-met', 'force')
  const { grid, boroughs, boroughOf } = londonCells()
  // In Greenwich ten times as many as in Bexley, in Lewisham none.
  for (const [borough, each] of [
    ['Greenwich', 10],
    ['Bexley', 1],
  ] as const) {
    const own = [...boroughOf.keys()].filter((cell) => boroughs[boroughOf[cell] as number] === borough)
    for (const cell of own.slice(300, 330))
      for (let theft = 0; theft < each; theft++)
        await loop.db.owner.pool.query(
          `insert into theft_cell (id, tenant, force, easting, northing, accuracy_metres, at, method, source, proved, change)
           values ($1, 'demo-met', 'demo-met', $2, $3, 20, $4, 'snatch', 'victim', true, nextval('theft_cell_changes'))`,
          [
            ...[randomUUID(), grid.west + (cell % grid.cols) * grid.cell],
            ...[grid.south + Math.floor(cell / grid.cols) * grid.cell, new Date(now.getTime() - 3_600_000)],
          ],
        )
  }
  const sergeant = await staff(loop, 'neighbourhood-officer', 'prevent-crime')
  const shift = {
    ...{ borough: 'South East', of: 'reports', day: '0', starts: '14', hours: '2', units: 'SE1\nSE2' },
    ...{ least: '12', most: '15', gap: '60', lot: '7' },
  }
  assert.match(await sergeant.page('/staff/shift'), /South East: Bexley, Greenwich, Lewisham/)
  assert.match((await sergeant.send('/staff/shift', { ...shift, borough: 'Atlantis' })).text, /Choose where/)
  const pages: string[] = []
  for (const starts of ['14', '16', '18']) {
    const made = await sergeant.send('/staff/shift', { ...shift, starts })
    assert.equal(made.status, 303, made.text)
    pages.push(await sergeant.page(made.to))
  }
  // Six units, a sixth of them Bexley's; the third plan knows the two before it.
  const [, , third = ''] = pages
  assert.match(third, /South East, Friday 15 January, 18:00 to 20:00/)
  assert.match(
    third,
    /16\.7% of the units or more over time.*Of 6 units in 3 plans of 90 days: Bexley [1-3] \(at least 1\)/,
  )
  const single = await sergeant.send('/staff/shift', { ...shift, borough: 'Greenwich', units: 'SE3' })
  assert.match(await sergeant.page(single.to), /for one borough, so no units are set aside for others/)
  const inner = await sergeant.send('/staff/shift', { ...shift, borough: 'North East', units: 'NE1' })
  assert.match(inner.text, /Too few thefts are counted there/)
})
