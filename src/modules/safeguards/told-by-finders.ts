import type { Kysely } from 'kysely'
import { z } from 'zod'
import type { RouteContext } from '#http'
import { readStream } from '#ledger'
import { type EventTables, isGuarded, type TheftCase, theftCase } from '#modules/reports/public'
import { queryable } from '#platform/database'
import type { VaultRef } from '#platform/vault-ref'
import { FinderWrote } from './events/finder-wrote.ts'
import { answersTo, type ReplyToFinder, readAnswers } from './finder-reply.ts'
import { type finds, readableFrom } from './vocabulary.ts'

/** A finder's message as its reader sees it. Without words when nothing was written, or it may not be read here. */
export type FinderMessage = {
  readonly at: string
  readonly what: (typeof finds)[number]
  readonly words?: string
  /** Whom an answer goes to; absent where it cannot be answered. */
  readonly reply?: VaultRef | undefined
  readonly answers: readonly ReplyToFinder[]
}

export type FinderMessages = {
  /**
   * Too little is shown of who reads it yet, or safe mode: it may name a place. Which of the two is not said, for the reader may be whom
   * the victim fears.
   */
  readonly hidden: boolean
  readonly messages: readonly FinderMessage[]
}

const Words = z.object({ words: z.string() })

type Reading = Pick<RouteContext, 'vault'> & { readonly db: Kysely<TheftCase & EventTables> }

/** What finders left for the owner of a case, and what the owner answered. Each reading of words is audited by the vault. */
export async function finderMessages({ db, vault }: Reading, theft: string): Promise<FinderMessages> {
  const events = await readStream(queryable(db), `case/${theft}`)
  const known = theftCase.run(events)
  const hidden = isGuarded(known) || (known.standing?.level ?? 0) < readableFrom
  const written = events.filter(({ type }) => type === FinderWrote.type).toReversed()
  if (written.length === 0) return { hidden: false, messages: [] }
  return { hidden, messages: await read({ vault }, events, written, !hidden) }
}

/**
 * The same for police: they need no proof of the victim. `mayRead`: what the victim told may be read where it is shown, which in safe
 * mode is on the safeguarding officer’s page alone.
 */
export async function finderMessagesForStaff({ db, vault }: Reading, theft: string, mayRead: boolean) {
  const events = await readStream(queryable(db), `case/${theft}`)
  const written = events.filter(({ type }) => type === FinderWrote.type).toReversed()
  return read({ vault }, events, written, mayRead)
}

type Events = Awaited<ReturnType<typeof readStream>>

async function read(
  { vault }: Pick<RouteContext, 'vault'>,
  events: Events,
  written: Events,
  inWords: boolean,
): Promise<FinderMessage[]> {
  const told = written.map((event) => ({ at: event.at, ...FinderWrote.decode(event) }))
  const refs = inWords ? told.flatMap(({ words }) => words ?? []) : []
  const known = refs.length > 0 ? await vault.reveal('look', refs) : new Map()
  const wordsOf = (ref: VaultRef | undefined) => {
    const one = ref && known.get(ref)
    return one && !one.erased ? Words.safeParse(one.value).data : undefined
  }
  return Promise.all(
    told.map(async ({ at, what, words, reply }) => ({
      ...{ at, what, ...wordsOf(words) },
      ...(inWords && reply && { reply }),
      answers: inWords && reply ? await readAnswers(vault, answersTo(events, reply)) : [],
    })),
  )
}
