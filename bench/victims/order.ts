/** An action that was sent: when it was owed and when it went out first, ms since 1970. */
export type Sent = { readonly partner: string; readonly step: number; readonly owed: number; readonly first: number }

/**
 * How many went out although, at the same partner, one of an earlier step had been owed for longer than `marginMs` and went later:
 * what was laid out in that very moment was not there to be chosen.
 */
export function outOfOrder(sent: readonly Sent[], marginMs: number): number {
  let wrong = 0
  for (const theirs of Map.groupBy(sent, ({ partner }) => partner).values()) {
    const oldest = new Map<number, number>()
    for (const { step, owed, first } of theirs.toSorted((a, b) => b.first - a.first)) {
      if ([...oldest].some(([other, since]) => other < step && since < first - marginMs)) wrong++
      oldest.set(step, Math.min(owed, oldest.get(step) ?? owed))
    }
  }
  return wrong
}
