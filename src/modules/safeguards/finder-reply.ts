import { randomBytes } from 'node:crypto'
import type { Kysely } from 'kysely'
import { z } from 'zod'
import type { RouteContext } from '#http'
import { readStream, type StoredEvent } from '#ledger'
import { caseCodeOf, readCaseCode, showCaseCode } from '#lib/case-code'
import { CaseId } from '#lib/ids'
import { kept, reviewOn } from '#lib/kept'
import { queryable } from '#platform/database'
import type { VaultRef } from '#platform/vault-ref'
import { FinderAnswered } from './events/finder-answered.ts'

const Reply = z.object({ kind: z.literal('finder-reply'), case: CaseId })
const Words = z.object({ words: z.string() })

/** A code with which a finder reads an answer. It is given to every finder; only one who reached a case has something behind it. */
export const newReplyCode = () => {
  const code = caseCodeOf(randomBytes(7))
  return { code, shown: showCaseCode(code) }
}

/** Keeps the code for the message of a case. */
export async function keepReply(
  { vault, now }: Pick<RouteContext, 'vault' | 'now'>,
  code: string,
  theft: CaseId,
): Promise<VaultRef> {
  const value = { kind: 'finder-reply', case: theft }
  const reviewAt = reviewOn(kept.caseNumbers, now())
  return (await vault.put({ class: 'document', value, findBy: [code], reviewAt })).ref
}

export type ReplyToFinder = { readonly at: string; readonly words: string }

/**
 * What an owner answered to the finder with this code. A code that leads nowhere is answered like one that has no answer yet, so that
 * nobody learns by it whether a phone is reported.
 */
export async function repliesFor(
  { db, vault, audit }: Pick<RouteContext, 'vault' | 'audit'> & { readonly db: Kysely<unknown> },
  typed: string,
): Promise<readonly ReplyToFinder[]> {
  await audit('look', 'finder-reply')
  const code = readCaseCode(typed)
  const [found] = code ? await vault.find('document', code) : []
  const record = found && (await vault.reveal('read-answer', [found.ref])).get(found.ref)
  const reply = record && !record.erased ? Reply.safeParse(record.value).data : undefined
  if (!found || !reply) return []
  await audit('look', `case/${reply.case}`)
  return readAnswers(vault, answersTo(await readStream(queryable(db), `case/${reply.case}`), found.ref))
}

type Answer = { readonly at: string; readonly words: VaultRef }

/** What was answered to one finder, the oldest first. */
export const answersTo = (events: readonly StoredEvent[], to: VaultRef): Answer[] =>
  events.flatMap((event) => {
    if (event.type !== FinderAnswered.type) return []
    const answer = FinderAnswered.decode(event)
    return answer.to === to ? [{ at: event.at, words: answer.words }] : []
  })

export async function readAnswers(
  vault: Pick<RouteContext['vault'], 'reveal'>,
  answers: readonly Answer[],
): Promise<ReplyToFinder[]> {
  if (answers.length === 0) return []
  const known = await vault.reveal(
    'read-answer',
    answers.map(({ words }) => words),
  )
  return answers.flatMap(({ at, words: ref }) => {
    const one = known.get(ref)
    const read = Words.safeParse(one && !one.erased ? one.value : undefined)
    return read.success ? [{ at, words: read.data.words }] : []
  })
}
