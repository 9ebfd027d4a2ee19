import type { Desk } from './desk.ts'

export type Verdict = 'pass' | 'fail' | 'untried'

/** One promise of the contract and how it is tried on a gateway. */
export type Check = {
  /** Lower case with hyphens; the first word names the group. */
  readonly id: string
  /** What the contract says, one sentence. */
  readonly says: string
  /** Where it says so. */
  readonly clause: string
  /** How it is probed. */
  readonly probe: string
  /** What to do when it fails, one plain sentence. */
  readonly mend: string
  /** What must have been named for it. */
  readonly needs?: readonly Need[]
  /** Checks without which this one tells nothing: when one of them did not pass, this is not tried. */
  readonly after?: readonly string[]
  /** Returns what was seen when the promise is kept; throws `Broken` or `NotTried` otherwise. */
  readonly run: (desk: Desk) => Promise<string>
}

export type Need = 'eir' | 'line' | 'holder' | 'partner'

export type Finding = { readonly verdict: Verdict; readonly seen: string }

/** A promise was seen broken. Thrown from however deep, as an assertion is: what follows in that check would mean nothing. */
export class Broken extends Error {}

/** It could not be found out whether the promise is kept; the message says why. */
export class NotTried extends Error {}

/** Fails the check that runs unless this holds. `seen` says what was there instead. */
export function hold(isKept: boolean, seen: string): asserts isKept {
  if (!isKept) throw new Broken(seen)
}

/** Runs a check and turns whatever happens into its finding: a gateway can answer anything. */
export async function findingOf(run: () => Promise<string>): Promise<Finding> {
  try {
    return { verdict: 'pass', seen: await run() }
  } catch (error) {
    const seen = error instanceof Error ? error.message : String(error)
    if (error instanceof Broken) return { verdict: 'fail', seen }
    if (error instanceof NotTried) return { verdict: 'untried', seen }
    return { verdict: 'untried', seen: `${ownFault}: ${seen}` }
  }
}

/** Begins the finding of a check that fell over itself. No gateway may bring that about; the tests look for it. */
export const ownFault = 'the kit itself failed'
