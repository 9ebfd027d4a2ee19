import { ranking } from './top-share.ts'
import { refuse, wantCounts, wantLength, wantWhole } from './wrong-input.ts'

/** Cells of like forecasts together: what was foretold for all of them and what came. */
export type CalibrationGroup = {
  readonly cells: number
  readonly expected: number
  readonly observed: number
  /** Observed to expected, with its 95% interval: a forecast that is right has 1 inside it, nineteen times in twenty. */
  readonly ratio: number
  readonly low: number
  readonly high: number
}

/**
 * Is what was foretold what came? Cells are ranked by forecast and cut into `groups` of about the same expected total (most
 * cells expect next to nothing, so groups of as many cells would be empty); cells of one forecast are never parted. The last
 * entry of the answer, `all`, is every cell: calibration in the large.
 *
 * The interval is Byar's approximation to the exact Poisson interval: Breslow and Day, "Statistical Methods in Cancer
 * Research II" (IARC, 1987), p. 69. It takes the events as independent: near repeats make it too narrow.
 */
export function calibration(
  expected: Float64Array,
  observed: Float64Array,
  groups: number,
): { readonly groups: readonly CalibrationGroup[]; readonly all: CalibrationGroup } {
  wantWhole('groups', groups, 1)
  wantCounts('expected', expected)
  wantCounts('observed', observed)
  wantLength('observed', observed, expected.length, 'the forecasts')
  const total = expected.reduce((sum, one) => sum + one, 0)
  if (total === 0) refuse('expected foretells nothing at all; calibration needs a forecast.')
  const { order, groups: ends } = ranking(expected)
  const found: CalibrationGroup[] = []
  let [from, foretold, came, before] = [0, 0, 0, 0]
  let rank = 0
  for (const end of ends) {
    for (; rank < end; rank++) {
      foretold += expected[order[rank] as number] as number
      came += observed[order[rank] as number] as number
    }
    const full = before + foretold >= (total * (found.length + 1)) / groups - total * 1e-12
    if (end !== order.length && (!full || found.length === groups - 1)) continue
    found.push(group(end - from, foretold, came))
    before += foretold
    ;[from, foretold, came] = [end, 0, 0]
  }
  const events = observed.reduce((sum, one) => sum + one, 0)
  return { groups: found, all: group(expected.length, total, events) }
}

const z95 = 1.959963984540054

function group(cells: number, expected: number, observed: number): CalibrationGroup {
  const cube = (events: number, side: number) =>
    events * (1 - 1 / (9 * events) + (side * z95) / (3 * Math.sqrt(events))) ** 3
  const low = observed === 0 ? 0 : Math.max(0, cube(observed, -1))
  const high = cube(observed + 1, 1)
  return { cells, expected, observed, ratio: observed / expected, low: low / expected, high: high / expected }
}
