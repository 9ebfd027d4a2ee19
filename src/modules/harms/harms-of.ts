import type { StoredEvent } from '#ledger'
import { accesses, stands } from '#modules/victims/public'
import type { VaultRef } from '#platform/vault-ref'
import { HarmTold } from './events/harm-told.ts'
import { MessageTold } from './events/message-told.ts'
import type { Harm, Loss } from './vocabulary.ts'

export type ToldHarm = {
  readonly sort: Harm
  readonly loss: Loss | undefined
  readonly words: VaultRef | undefined
  /** The partner that told it; undefined when the victim did. */
  readonly by: string | undefined
  /** The code of who told it. */
  readonly access: VaultRef | undefined
  readonly at: string
}
export type ToldMessage = {
  readonly message: VaultRef
  readonly marks: readonly VaultRef[]
  readonly access: VaultRef
  readonly at: string
}

/** What followed the theft, the oldest first. What somebody told whose code has ended since was not the victim. */
export function harmsOf(events: readonly StoredEvent[]): ToldHarm[] {
  const given = accesses.run(events)
  return events.flatMap((event) => {
    if (event.type !== HarmTold.type) return []
    const { sort, loss, words, by, access } = HarmTold.decode(event)
    return access === undefined || stands(given, access) ? [{ sort, loss, words, by, access, at: event.at }] : []
  })
}

/** Suspicious messages that the victim got, the oldest first. */
export function messagesOf(events: readonly StoredEvent[]): ToldMessage[] {
  const given = accesses.run(events)
  return events.flatMap((event) => {
    if (event.type !== MessageTold.type) return []
    const { message, indicators, access } = MessageTold.decode(event)
    return stands(given, access) ? [{ message, marks: indicators.map(({ mark }) => mark), access, at: event.at }] : []
  })
}
