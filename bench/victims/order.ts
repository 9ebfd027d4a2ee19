/** An action that was sent: when it was owed and when it went out first, ms since 1970. */
export type Sent = { readonly partner: string; readonly step: number; readonly owed: number; readonly first: number }

/** `early` went out although `late`, of an earlier step, had been owed for long. */
export type Wrong<One extends Sent> = { readonly early: One; readonly late: One }

/**
 * Which went out although, at the same partner, one of an earlier step had been owed for longer than `marginMs` and went later:
 * what was laid out in that very moment was not there to be chosen. What one look took went at one time: the steps share its room.
 */
export function outOfOrder<One extends Sent>(sent: readonly One[], marginMs: number): Wrong<One>[] {
  const wrong: Wrong<One>[] = []
  for (const theirs of Map.groupBy(sent, ({ partner }) => partner).values()) {
    const oldest = new Map<number, One>()
    const looks = Map.groupBy(theirs, ({ first }) => first)
    for (const [first, look] of [...looks].toSorted(([a], [b]) => b - a)) {
      for (const early of look) {
        const late = [...oldest.values()].find(({ step, owed }) => step < early.step && owed < first - marginMs)
        if (late) wrong.push({ early, late })
      }
      for (const one of look) {
        const known = oldest.get(one.step)
        if (!known || one.owed < known.owed) oldest.set(one.step, one)
      }
    }
  }
  return wrong
}
