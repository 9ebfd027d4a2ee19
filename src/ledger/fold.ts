import type { EventDefinition, StoredEvent } from './event.ts'

type Step<State> = { readonly type: string; readonly apply: (state: State, event: StoredEvent) => State }
type On<State> = <Data>(
  event: EventDefinition<Data>,
  change: (state: State, data: Data, event: StoredEvent) => State,
) => Step<State>

/** The state that a stream adds up to: a start, and what each kind of event changes. Pure. */
export type Fold<State> = {
  readonly initial: State
  readonly types: readonly string[]
  readonly run: (events: Iterable<StoredEvent>) => State
}

/** Writes down a fold: `fold(initial, (on) => [on(Event, (state, data) => …)])`. Events not named leave it as it is. */
export function fold<State>(initial: State, steps: (on: On<State>) => readonly Step<State>[]): Fold<State> {
  const on: On<State> = (event, change) => ({
    type: event.type,
    apply: (state, stored) => change(state, event.decode(stored), stored),
  })
  const byType = new Map(steps(on).map((step) => [step.type, step.apply]))
  const run = (events: Iterable<StoredEvent>) => {
    let state = initial
    for (const event of events) state = byType.get(event.type)?.(state, event) ?? state
    return state
  }
  return { initial, types: [...byType.keys()], run }
}

/** Two folds of one stream as one, such as what happened and who may know of it. */
export const folds = <A, B, Both>(a: Fold<A>, b: Fold<B>, join: (a: A, b: B) => Both): Fold<Both> => ({
  initial: join(a.initial, b.initial),
  types: [...new Set([...a.types, ...b.types])],
  run: (events) => {
    const all = [...events]
    return join(a.run(all), b.run(all))
  },
})
