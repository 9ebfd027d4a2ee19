import type { StoredEvent } from '#ledger'
import { isGuarded, theftCase } from '#modules/reports/public'
import type { VaultRef } from '#platform/vault-ref'
import { accesses, stands } from './accesses.ts'
import { AnswerGiven } from './events/answer-given.ts'
import { ChallengeAnswered } from './events/challenge-answered.ts'
import { EndChallenged } from './events/end-challenged.ts'
import { NoteWritten } from './events/note-written.ts'
import { VictimWrote } from './events/victim-wrote.ts'

/** One thing that was said, and where its words are. `to`: the codes of those who asked, for an answer. */
export type Said = {
  readonly at: string
  readonly by: 'victim' | 'unit'
  readonly about: 'message' | 'challenge' | 'note'
  readonly words: VaultRef
  readonly access: readonly VaultRef[]
  readonly actor: string
}

const said = (event: StoredEvent): Said[] => {
  const { at, actor } = event
  if (event.type === VictimWrote.type) {
    const { words, access } = VictimWrote.decode(event)
    return [{ at, actor, by: 'victim', about: 'message', words, access: [access] }]
  }
  if (event.type === EndChallenged.type) {
    const { words, access } = EndChallenged.decode(event)
    return [{ at, actor, by: 'victim', about: 'challenge', words, access: [access] }]
  }
  if (event.type === AnswerGiven.type) {
    const { words, to } = AnswerGiven.decode(event)
    return [{ at, actor, by: 'unit', about: 'message', words, access: to }]
  }
  if (event.type === ChallengeAnswered.type) {
    const { words, to } = ChallengeAnswered.decode(event)
    return [{ at, actor, by: 'unit', about: 'challenge', words, access: [to] }]
  }
  return []
}

/** What victim and unit said, the newest first. What somebody wrote whose code has ended since is left out: it was not the victim. */
export function conversation(events: readonly StoredEvent[]): Said[] {
  const given = accesses.run(events)
  return events
    .flatMap(said)
    .filter(({ by, access }) => by === 'unit' || access.every((one) => stands(given, one)))
    .toReversed()
}

/**
 * What whoever holds this code may read: the answers, never what was asked, for others see this screen. In safe mode only
 * answers to this very code.
 */
export function answersFor(events: readonly StoredEvent[], access: VaultRef): Said[] {
  const guarded = isGuarded(theftCase.run(events))
  return conversation(events).filter((one) => one.by === 'unit' && (!guarded || one.access.includes(access)))
}

/** What officers left for each other, the newest first. For staff alone. */
export const notesOf = (events: readonly StoredEvent[]): Said[] =>
  events
    .flatMap((event): Said[] => {
      if (event.type !== NoteWritten.type) return []
      const { words } = NoteWritten.decode(event)
      return [{ at: event.at, actor: event.actor, by: 'unit', about: 'note', words, access: [] }]
    })
    .toReversed()
