import type { Entry } from './append.ts'
import type { Decision } from './command.ts'
import type { NewEvent } from './event.ts'

/** Gives each event its place after `last`. What is owed stands with the first: it belongs to the decision as a whole. */
export function placed(decision: Exclude<Decision, { refused: string }>, stream: string, last: number): Entry[] {
  const events: readonly NewEvent[] = 'events' in decision ? decision.events : decision
  const owes = 'events' in decision ? decision.owes.filter(({ partners }) => partners.length > 0) : []
  if (events.length === 0)
    throw new Error(`A command on ${stream} accepted without an event: refuse, or say what happened.`)
  return events.map((event, index) => {
    if (event.stream !== stream)
      throw new Error(`A command on ${stream} wrote to ${event.stream}: one command, one stream.`)
    return { event, version: last + index + 1, ...(index === 0 && { owes }) }
  })
}
