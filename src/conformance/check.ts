import type { Desk } from './desk.ts'

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

export type Need = 'eir' | 'line' | 'holder' | 'partner' | 'copied'
