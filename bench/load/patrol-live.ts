// Events into a live map of 250,000 cells at a steady pace, in a process of its own. One NDJSON line an event: ms from when it was
// due, and of its own work alone, until its decayed count, Gi* and alert decision were there; then one line for each refresh of the whole map.
import { setTimeout as pause } from 'node:timers/promises'
import { liveCells } from '#lib/cells/live'
import { monthOfDay, weekdayOf } from '#lib/cells/moment'
import { RiseWatch } from '#lib/cells/rise'
import { queen } from '#lib/stats/neighbours'
import { seeded } from '#lib/stats/random'
import { oneAYear } from '#lib/stats/repeated-looks'

type Input = { side: number; before: number; seconds: number; perSecond: number; refreshes: number }
const { side, before, seconds, perSecond, refreshes } = JSON.parse(process.argv[2] ?? '{}') as Input

const shape = { rows: side, cols: side }
const random = seeded(12)
const live = liveCells(shape, queen, 91)
const watch = new RiseWatch(shape, 91, oneAYear)
const end = 20_700
/** As uneven as a city: half of all events in a hundredth of the cells. */
const busy = Int32Array.from({ length: (side * side) / 100 }, () => random.below(side * side))
const anyCell = () => (random.next() < 0.5 ? (busy[random.below(busy.length)] as number) : random.below(side * side))
const eventOn = (day: number) => ({
  day,
  month: monthOfDay(day),
  hourOfWeek: weekdayOf(day) * 24 + Math.floor((day % 1) * 24),
})

for (let n = 0; n < before; n++) {
  const day = end - 730 + (730 * n) / before
  const cell = anyCell()
  live.add(cell, eventOn(day))
  watch.count(cell, day)
}

const out = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`)
const first = performance.now()
const taken: { cell: number; day: number }[] = []
for (let n = 0; n < seconds * perSecond; n++) {
  const due = first + (1000 * n) / perSecond
  const now = performance.now()
  if (now < due) await pause(due - now)
  const began = performance.now()
  const day = end + n / 86_400 / perSecond
  const cell = anyCell()
  // One in fifty takes an earlier one back.
  const gone = n % 50 === 49 ? taken[random.below(taken.length)] : undefined
  if (gone) {
    live.add(gone.cell, { ...eventOn(gone.day), weight: -1 })
    watch.take(gone.cell, gone.day)
  }
  live.add(cell, eventOn(day))
  const rise = watch.add(cell, day)
  const answer = [live.decayed.at(cell, day), live.giStar(cell), live.decayedGiStar(cell)]
  const done = performance.now()
  taken.push({ cell, day })
  out({
    kind: 'event',
    ms: done - due,
    work: done - began,
    alarm: rise !== undefined,
    finite: answer.every(Number.isFinite),
  })
}

for (let n = 0; n < refreshes; n++) {
  live.add(anyCell(), eventOn(end + 1))
  const start = performance.now()
  const scores = live.decayed.on(end + 1)
  const z = live.decayedGiStars()
  const standing = live.standings()
  let flagged = 0
  for (let cell = 0; cell < side * side; cell++) if (standing(cell).q <= 0.05) flagged += 1
  out({ kind: 'refresh', ms: performance.now() - start, cells: scores.length + z.length, flagged })
}
