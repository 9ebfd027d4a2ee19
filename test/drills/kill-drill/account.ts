/** What the drill knows at the end: what was acknowledged, what the ledger holds, what each partner did. */
export type Books = {
  /** Cases whose report was acknowledged. */
  readonly acknowledged: readonly string[]
  readonly events: readonly { readonly stream: string; readonly owes: readonly string[] }[]
  readonly actions: readonly {
    readonly id: string
    readonly stream: string
    readonly partner: string
    readonly state: string
  }[]
  /** Each line of each partner's effect journal, by partner. */
  readonly effects: readonly { readonly partner: string; readonly key: string }[]
}

export type Account = {
  /** Acknowledged, and no event or more than one. */
  readonly lost: readonly string[]
  /** Owed by an event to a partner, and no row or more than one. */
  readonly actionsLost: readonly string[]
  /** Rows that no event owes. */
  readonly actionsUnowed: readonly string[]
  /** Rows that are not acknowledged. */
  readonly unanswered: readonly string[]
  /** Actions without an effect at their partner. */
  readonly withoutEffect: readonly string[]
  readonly doubled: readonly string[]
  /** Effects of no action of that partner. */
  readonly effectsUnowed: readonly string[]
}

/** Sets the books against each other. All is well when every list is empty. */
export function account({ acknowledged, events, actions, effects }: Books): Account {
  const reports = count(events.map(({ stream }) => stream))
  const owed = events.flatMap(({ stream, owes }) => owes.map((partner) => `${stream} ${partner}`))
  const laidOut = count(actions.map(({ stream, partner }) => `${stream} ${partner}`))
  const owedOnce = new Set(owed)
  const done = count(effects.map(({ partner, key }) => `${key} ${partner}`))
  const known = new Set(actions.map(({ id, partner }) => `${id} ${partner}`))
  return {
    lost: acknowledged.filter((theft) => reports.get(`case/${theft}`) !== 1),
    actionsLost: owed.filter((one) => laidOut.get(one) !== 1),
    actionsUnowed: [...laidOut.keys()].filter((one) => !owedOnce.has(one)),
    unanswered: actions.filter(({ state }) => state !== 'acknowledged').map(({ id, state }) => `${id} ${state}`),
    withoutEffect: [...known].filter((one) => !done.has(one)),
    doubled: [...done].filter(([, times]) => times > 1).map(([one]) => one),
    effectsUnowed: [...done.keys()].filter((one) => !known.has(one)),
  }
}

function count(words: readonly string[]): Map<string, number> {
  const counted = new Map<string, number>()
  for (const word of words) counted.set(word, (counted.get(word) ?? 0) + 1)
  return counted
}
