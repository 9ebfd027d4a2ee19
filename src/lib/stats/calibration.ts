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

const nothing = 1e-9

/**
 * Is what was foretold what came? Cells are ranked by forecast and cut into `groups` of about the same expected total (most
 * cells expect next to nothing, so groups of as many cells would be empty); cells of one forecast are never parted,
 * and those of which nothing is foretold are in the last group. The last
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
  if (total < nothing) refuse('expected foretells nothing at all; calibration needs a forecast.')
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
    const isLast = end === order.length
    // A group of which nothing was foretold would have no ratio.
    const restIsNothing = !isLast && (expected[order[end] as number] as number) <= total * 1e-12
    if (!isLast && (!full || found.length === groups - 1 || restIsNothing)) continue
    found.push(group(end - from, foretold, came))
    before += foretold
    ;[from, foretold, came] = [end, 0, 0]
  }
  const events = observed.reduce((sum, one) => sum + one, 0)
  return { groups: found, all: group(expected.length, total, events) }
}

/**
 * The groups of several forecasts together, of as many periods: each stands among the `groups` parts of what its forecast expects by
 * where its own middle lies, for where cells tie a forecast has fewer.
 */
export function pooled(
  forecasts: readonly { readonly groups: readonly CalibrationGroup[]; readonly all: CalibrationGroup }[],
  groups: number,
): { readonly groups: readonly CalibrationGroup[]; readonly all: CalibrationGroup } {
  const parts = Array.from({ length: groups }, () => ({ cells: 0, expected: 0, observed: 0 }))
  for (const { groups: its, all } of forecasts) {
    let before = 0
    for (const { cells, expected, observed } of its) {
      const middle = all.expected > 0 ? (before + expected / 2) / all.expected : 0
      const part = parts[Math.min(groups - 1, Math.floor(groups * middle))] as (typeof parts)[number]
      part.cells += cells
      part.expected += expected
      part.observed += observed
      before += expected
    }
  }
  const sum = (of: keyof (typeof parts)[number]) => parts.reduce((all, part) => all + part[of], 0)
  return {
    groups: parts.filter(({ cells }) => cells > 0).map((part) => group(part.cells, part.expected, part.observed)),
    all: group(sum('cells'), sum('expected'), sum('observed')),
  }
}

const z95 = 1.959963984540054

function group(cells: number, expected: number, observed: number): CalibrationGroup {
  const cube = (events: number, side: number) =>
    events * (1 - 1 / (9 * events) + (side * z95) / (3 * Math.sqrt(events))) ** 3
  const low = observed === 0 ? 0 : Math.max(0, cube(observed, -1))
  const high = cube(observed + 1, 1)
  return { cells, expected, observed, ratio: observed / expected, low: low / expected, high: high / expected }
}
