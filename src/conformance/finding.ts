export type Verdict = 'pass' | 'fail' | 'untried'

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
