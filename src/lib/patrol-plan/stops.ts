import type { Beat } from './beats.ts'
import type { PlanInput } from './input.ts'
import type { Stops } from './tours/problem.ts'

/** What may be stopped at: `cell` and `beats` of each stop, beside what the solver needs. */
export type Offered = { readonly stops: Stops; readonly cell: Int32Array; readonly may: readonly Uint8Array[] }

type One = { cell: number; prize: number; opens: number; closes: number; must: 0 | 1 }

/**
 * The stops of a shift. A cell that may be visited `visits` times is as many stops, each in its own part of the shift with the
 * gap kept free at its end, so that no two visits can be too close whoever makes them; its risk is shared among them. A cell
 * that was drawn by chance is one stop that must be made, at any time.
 */
export function stopsOf({ cells, shift }: PlanInput, beats: readonly Beat[], drawn: readonly number[]): Offered {
  const byChance = new Set(drawn)
  const wanted = new Set(beats.flatMap((beat) => busiest(cells.risk, beat, shift.seconds / shift.dwell.least)))
  const all: One[] = [
    ...[...wanted].filter((cell) => !byChance.has(cell)).flatMap((cell) => visitsTo(cell, { cells, shift })),
    ...drawn.map((cell): One => ({ cell, prize: 0, must: 1, ...wholeShift(cell, { cells, shift }) })),
  ].filter(({ opens, closes }) => opens <= closes)
  const of = (pick: (one: One) => number) => all.map(pick)
  return {
    cell: Int32Array.from(of(({ cell }) => cell)),
    may: beats.map((beat) => {
      const inBeat = new Set(beat.cells)
      return Uint8Array.from(of(({ cell }) => (inBeat.has(cell) ? 1 : 0)))
    }),
    stops: {
      eastings: Float64Array.from(of(({ cell }) => cells.eastings[cell] as number)),
      northings: Float64Array.from(of(({ cell }) => cells.northings[cell] as number)),
      prize: Float64Array.from(of(({ prize }) => prize)),
      dwell: new Int32Array(all.length).fill(shift.dwell.least),
      opens: Int32Array.from(of(({ opens }) => opens)),
      closes: Int32Array.from(of(({ closes }) => closes)),
      must: Uint8Array.from(of(({ must }) => must)),
    },
  }
}

type Given = Pick<PlanInput, 'cells' | 'shift'>

/** When a stay in a cell may begin at all: after the gap since the shift before, and so that the shift has room for it. */
export function wholeShift(cell: number, { cells, shift }: Given) {
  const free = (cells.lastLeft?.[cell] ?? Number.NEGATIVE_INFINITY) + shift.gap
  return { opens: Math.max(0, Math.ceil(free)), closes: shift.seconds - shift.dwell.least }
}

function visitsTo(cell: number, { cells, shift }: Given): One[] {
  const { opens, closes } = wholeShift(cell, { cells, shift })
  const part = Math.floor(shift.seconds / shift.visits)
  const prize = (cells.risk[cell] as number) / shift.visits
  return Array.from({ length: shift.visits }, (_, visit) => ({
    ...{ cell, prize, must: 0 as const },
    opens: Math.max(opens, visit * part),
    closes: visit === shift.visits - 1 ? closes : (visit + 1) * part - shift.gap - shift.dwell.most,
  }))
}

/** The cells of a beat with most risk, three times as many as one unit could stop at: the rest can change nothing that matters. */
function busiest(risk: Float64Array, { cells }: Beat, stopsAtMost: number): number[] {
  return cells
    .filter((cell) => (risk[cell] as number) > 0)
    .sort((a, b) => (risk[b] as number) - (risk[a] as number) || a - b)
    .slice(0, Math.ceil(3 * stopsAtMost))
}
