import { z } from 'zod'

const share = z.number().min(0).max(1)

/** What a pretend partner does wrong, on command. Times in milliseconds, rates from 0 to 1. */
export const Faults = z
  .strictObject({
    /** Each answer takes some time between these two. */
    delayMs: z.tuple([z.number().min(0), z.number().max(600_000)]),
    /** So many calls fail, half of them after the effect: the caller cannot know which. */
    errorRate: share,
    /** Nothing is answered at all. */
    outage: z.boolean(),
    /** So many receipts are sent again by themselves. */
    duplicateReceipts: share,
    /** So many answers come as "taken", their receipt by itself after a delay between these two. */
    lateReceipts: z.strictObject({ share, afterMs: z.tuple([z.number().min(0), z.number().max(600_000)]) }),
  })
  .partial()
export type Faults = z.infer<typeof Faults>

const between = ([least, most]: readonly [number, number], random: () => number) => least + random() * (most - least)

/** Draws what happens to one call. */
export function draw(faults: Faults, random: () => number) {
  const { delayMs = [0, 0], errorRate = 0, outage = false, duplicateReceipts = 0, lateReceipts } = faults
  const failed = random() < errorRate
  return {
    delayMs: between(delayMs, random),
    outage,
    failsBefore: failed && random() < 0.5,
    fails: failed,
    receiptTwice: random() < duplicateReceipts,
    receiptAfterMs: lateReceipts && random() < lateReceipts.share ? between(lateReceipts.afterMs, random) : undefined,
  }
}
