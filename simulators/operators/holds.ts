/** What holds on a handset or a line by somebody's order, until its own end or until that order is taken back. */
export type Holds = {
  readonly put: (subject: string, order: string, until: string | undefined) => void
  /** Takes one order back; all of them when it names none. */
  readonly lift: (subject: string, order?: string) => void
  readonly on: (subject: string) => boolean
  /** The orders that hold now. */
  readonly orders: (subject: string) => readonly string[]
}

/** Two orders on one subject hold beside each other: the end of one, or its undo, leaves the other. */
export function openHolds(now: () => Date): Holds {
  const held = new Map<string, Map<string, number>>()
  const orders = (subject: string) =>
    [...(held.get(subject) ?? [])].filter(([, until]) => until > now().getTime()).map(([order]) => order)
  return {
    put: (subject, order, until) => {
      const of = held.get(subject) ?? new Map<string, number>()
      held.set(subject, of.set(order, until === undefined ? Number.POSITIVE_INFINITY : Date.parse(until)))
    },
    lift: (subject, order) => {
      if (order === undefined) held.delete(subject)
      else held.get(subject)?.delete(order)
    },
    on: (subject) => orders(subject).length > 0,
    orders,
  }
}
