import { backOffMs } from './back-off.ts'

/** `open`: nothing is sent. `half-open`: one call may try whether the partner is back. */
export type CircuitState = 'closed' | 'open' | 'half-open'

/** One partner's circuit. It opens after so many faults in a row, and the first good answer closes it. */
export type Circuit = {
  readonly state: (nowMs: number) => CircuitState
  /** When it lets a trial call through. */
  readonly opensAt: () => number
  readonly worked: () => void
  /** `afterMs`: the partner asked to be left alone for so long. */
  readonly failed: (nowMs: number, afterMs: number) => void
}

const faultsToOpen = 5
const wait = { firstMs: 1_000, mostMs: 15_000 }

export function openCircuit(random: () => number): Circuit {
  let faults = 0
  let opensAt = 0
  return {
    state: (nowMs) => (faults < faultsToOpen ? 'closed' : nowMs < opensAt ? 'open' : 'half-open'),
    opensAt: () => opensAt,
    worked: () => {
      faults = 0
    },
    failed: (nowMs, afterMs) => {
      faults++
      // Never less than a quarter of a second, or a dead partner would be tried in a tight loop.
      if (faults >= faultsToOpen)
        opensAt = nowMs + Math.max(250, afterMs, backOffMs(faults - faultsToOpen + 1, wait, random))
    },
  }
}
