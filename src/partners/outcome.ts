/**
 * What became of one call to a partner. `acknowledged` and `rejected` count only with a valid signed receipt, which the
 * dispatcher checks; `pending` means taken but not done yet; `not-sent` is for connectors that send nothing.
 */
export type Outcome =
  | {
      readonly outcome: 'acknowledged'
      readonly receipt: string | undefined
      readonly answer?: unknown
      readonly awaited?: boolean
    }
  | { readonly outcome: 'rejected'; readonly code: string; readonly receipt: string | undefined }
  | { readonly outcome: 'pending'; readonly afterSeconds: number }
  | { readonly outcome: 'retry'; readonly afterSeconds: number; readonly why: string }
  | { readonly outcome: 'not-sent'; readonly why: string }

type Signed = { readonly receipt?: string | undefined }
/**
 * `answer` is what the partner told with its receipt, in our words (`kinds`). `awaited`: it has only taken a message, and will say
 * later whether that arrived.
 */
type Told = Signed & { readonly answer?: unknown; readonly awaited?: boolean }

/** The partner did it. `receipt` is its compact JWS as it came. */
export const acknowledged = ({ receipt, answer, awaited }: Told = {}): Outcome => ({
  ...{ outcome: 'acknowledged', receipt },
  ...(answer !== undefined && { answer }),
  ...(awaited && { awaited }),
})

/** The partner will not do it, for good. `code` is one of our words, with hyphens. */
export const rejected = (code: string, { receipt }: Signed = {}): Outcome => ({ outcome: 'rejected', code, receipt })

/** Taken but not done: a standing order then waits for its signal, any other action is asked about again. */
export const pending = (afterSeconds = 30): Outcome => ({ outcome: 'pending', afterSeconds })

/** No answer to the question: try again, no sooner than `afterSeconds`. Counts against the partner's circuit. */
export const retry = (afterSeconds: number, why: string): Outcome => ({ outcome: 'retry', afterSeconds, why })

/** Nothing went out, on purpose. Never counted as acknowledged. */
export const notSent = (why: string): Outcome => ({ outcome: 'not-sent', why })
