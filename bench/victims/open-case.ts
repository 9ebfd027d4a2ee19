import type { CommandDefinition, NewEvent, Obligation } from '#ledger'
import { stored } from '#ledger/testing'

/** A case as its stream alone: the real commands decide on it, nothing is stored. */
export function openCase() {
  const events: ReturnType<typeof stored>[] = []
  const owed: Obligation[] = []
  let decisions = 0
  return {
    owed,
    decisions: () => decisions,
    /** Whether it was taken. */
    run<Input, State, Code extends string, Raw>(
      command: CommandDefinition<Input, State, Code, Raw>,
      input: Raw,
      now: string,
    ): boolean {
      decisions++
      const decided = command.decide(command.input.parse(input), command.state.run(events), { now })
      if ('refused' in decided) return false
      const [made, owes] = 'events' in decided ? [decided.events, decided.owes] : [decided as readonly NewEvent[], []]
      for (const event of made) events.push(stored(event, events.length + 1, now))
      owed.push(...owes)
      return true
    },
    /** Its partner refused it: nothing came of it. */
    refuse: (kind: string) => {
      const kept = owed.filter((one) => one.kind !== kind)
      owed.splice(0, owed.length, ...kept)
    },
    owes: (kind: string) => owed.some((one) => one.kind === kind && one.partners.length > 0),
  }
}
