import { type CommandDefinition, type Decision, isRefusal } from './command.ts'
import type { NewEvent, StoredEvent } from './event.ts'

/** An event as if it had been stored: for tests of decisions and folds without a database. */
export const stored = (event: NewEvent, version: number, at = '2026-01-01T10:00:00.000Z'): StoredEvent => ({
  id: String(version),
  stream: event.stream,
  version,
  type: event.type,
  typeVersion: event.typeVersion,
  tenant: 'test',
  actor: 'system:test',
  cause: 'test',
  at,
  data: event.data,
})

/** `given(command, events).when(input)`: what the command decides after these facts. */
export function given<Input, State, Code extends string, Raw>(
  command: CommandDefinition<Input, State, Code, Raw>,
  history: readonly NewEvent[],
) {
  const state = command.state.run(history.map((event, index) => stored(event, index + 1)))
  return {
    when(input: Raw, now = '2026-01-01T12:00:00.000Z'): Decision<Code> {
      return command.decide(command.input.parse(input), state, { now })
    },
  }
}

/** The events of a decision; fails when it was refused. */
export function eventsOf(decision: Decision): readonly NewEvent[] {
  if (isRefusal(decision)) throw new Error(`Refused: ${decision.refused}`)
  return 'events' in decision ? decision.events : decision
}
