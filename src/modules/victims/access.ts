import { createHash, randomInt, timingSafeEqual } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
import { z } from 'zod'
import type { Audit, Execute, VaultInRoute } from '#http'
import { readStream, type StoredEvent } from '#ledger'
import { type CaseCode, caseCodeOf } from '#lib/case-code'
import { freshBytes } from '#lib/fresh-bytes'
import { CaseId } from '#lib/ids'
import { kept } from '#lib/kept'
import { caseOfCode, networkSearch, theftCase } from '#modules/reports/public'
import { asksWhose } from '#modules/response/public'
import { queryable } from '#platform/database'
import { VaultRef } from '#platform/vault-ref'
import { accesses, type GivenCode, opens } from './accesses.ts'
import { giveAccessTo } from './commands/give-access.ts'
import { words } from './words.ts'

export type AccessTables = { access_try: { code: string; tries: number; until: string } }

/** What the vault keeps of one access: found by the HMAC of its code. */
const Access = z.object({ case: CaseId, code: z.string(), word: z.string() })
const mostWrong = 5
const hourMs = 3_600_000
/** As long as an open case is looked at again, and then some; the review decides. */
const keptMs = kept.caseAccess.ms

type Giving = {
  readonly vault: Pick<VaultInRoute, 'seal'>
  readonly execute: Execute
  readonly now: () => Date
}

/** Whose code it is: what they say who they are, and whether somebody looked. A word of the victim's own if they have one. */
type For = {
  readonly case: string
  readonly claim?: string | undefined
  readonly checked?: boolean | undefined
  /** They showed more than a number: when that lapses. */
  readonly shown?: string | undefined
  /** They said a number that was in a case already, and nothing more. */
  readonly joined?: boolean | undefined
  /** Their report, which joined the case: it may be given one of its own. */
  readonly report?: string | undefined
  readonly word?: string
  /** By which the code is found once more, where the very same form is sent again. */
  readonly foundBy?: string | undefined
}

export type Given = { readonly access: VaultRef; readonly code: CaseCode; readonly word: string }

/** One word as it is compared: what people type with capitals and spaces is the same word. */
const plainWord = (typed: string) => typed.normalize('NFKC').toLowerCase().replaceAll(/\s+/g, ' ').trim()

/** A code and a word (or the victim's own) that open nothing yet: the input of `giveAccessTo`, and what keeps them sealed. */
export async function sealAccess(
  { vault, now }: Pick<Giving, 'vault' | 'now'>,
  { case: theft, claim, checked, shown, joined, report, word, foundBy }: For,
) {
  const code = caseCodeOf(freshBytes(7))
  const value = { case: CaseId.parse(theft), code, word: plainWord(word ?? words[randomInt(words.length)] ?? '') }
  const reviewAt = new Date(now().getTime() + keptMs)
  const { ref: access, keep } = await vault.seal({
    class: 'document',
    value,
    findBy: foundBy === undefined ? [code] : [code, foundBy],
    reviewAt,
  })
  const whose = {
    ...(claim && { claim: VaultRef.parse(claim) }),
    ...(checked && { checked }),
    ...(shown && { shown: true }),
    ...(joined && { joined }),
    ...(report && { report: CaseId.parse(report) }),
  }
  const given: Given = { access, code, word: value.word }
  return { given, input: { case: value.case, access, ...whose }, keep }
}

/** Makes a code and a word (or takes the victim's own) with which a case opens. Both are in the vault, sealed. */
export async function giveAccess(
  context: Giving,
  whose: For,
): Promise<Given | { readonly refused: keyof typeof giveAccessTo.refusals | 'key-reused' | 'busy' }> {
  const { given, input, keep } = await sealAccess(context, whose)
  const outcome = await context.execute(giveAccessTo, input, 'access', [keep])
  return outcome.ok ? given : { refused: outcome.refused }
}

/** Code and word again, for the receipt that shows them to the browser that they were given to. */
export async function accessAt(vault: Pick<VaultInRoute, 'reveal'>, access: VaultRef): Promise<Given | undefined> {
  const found = (await vault.reveal('show-receipt', [access])).get(access)
  if (!found || found.erased) return undefined
  const { code, word } = Access.parse(found.value)
  return { access, code: code as CaseCode, word }
}

type Opening = {
  readonly db: Kysely<AccessTables>
  readonly vault: Pick<VaultInRoute, 'putOnce' | 'find' | 'reveal' | 'blind'>
  readonly audit: Audit
  readonly now: () => Date
}

/**
 * The case that a code and its word open. After five wrong tries of one code it waits an hour. A code that does not exist
 * is counted and answered like a wrong word, by the same steps, so that neither words nor time tell which it was. `known`:
 * somebody looked at who holds it. `joined`: they reported what had a case already, and have shown nothing more since.
 */
export async function openAccess(
  { db, vault, audit, now }: Opening,
  code: CaseCode,
  word: string,
): Promise<
  | { readonly case: CaseId; readonly access: VaultRef; readonly known: boolean; readonly joined: boolean }
  | { readonly refused: 'no-match' | 'wait-an-hour' | 'ended' }
> {
  const counted = vault.blind('document', code)
  if ((await countTry(db, counted, now())) > mostWrong) {
    await audit('open-refused', 'case-access')
    return { refused: 'wait-an-hour' }
  }
  const reviewAt = new Date(now().getTime() + keptMs)
  const decoy = await vault.putOnce({ class: 'document', value: nothing, findBy: [nothing.code], reviewAt })
  const [record] = await vault.find('document', code)
  const ref = (record ?? decoy).ref
  const held = (await vault.reveal('open-case', [ref])).get(ref)
  const access = Access.safeParse(held && !held.erased ? held.value : nothing)
  const same = sameWord(access.data?.word ?? '', plainWord(word))
  const opened = record && access.data && same ? access.data : undefined
  const standing = opened && (await accessOf(db, opened.case, ref))
  const stands = standing?.ended === false
  await audit(stands ? 'open' : 'open-refused', opened ? `case/${opened.case}` : 'case-access')
  if (!opened) return { refused: 'no-match' }
  if (!stands) return { refused: 'ended' }
  await db.deleteFrom('access_try').where('code', '=', counted).execute()
  const { case: theft, known, joined } = standing
  return { case: theft, access: ref, known, joined }
}

/**
 * Whether a code still stands, and what it opens: the holder may have shown who they are since it was given (`accesses`). `own`: the
 * events of that case.
 */
export async function accessStands<Tables>(
  db: Kysely<Tables>,
  own: readonly StoredEvent[],
  access: string,
): Promise<{ readonly opens: boolean; readonly joined: boolean; readonly apart?: CaseId } | undefined> {
  const found = await accessIn(db, own, access)
  return found && !found.ended ? found : undefined
}

/** The case of a code while it stands: its own, or the one that this was joined to; and whether it opens that. */
export async function caseAt<Tables>(
  db: Kysely<Tables>,
  theft: string,
  access: string,
): Promise<{ readonly case: CaseId; readonly opens: boolean; readonly over: boolean } | undefined> {
  const found = await accessOf(db, theft, access)
  return found && !found.ended ? found : undefined
}

async function accessOf<Tables>(db: Kysely<Tables>, theft: string, access: string) {
  const one = await accessIn(db, await readStream(queryable(db), `case/${theft}`), access)
  return one && { ...one, case: CaseId.parse(one.first ?? theft) }
}

/** `first`: the case that this one was joined to, where the code is one of that. */
/** `first`: the case that it opens, where that is another one. `apart`: it was split off. */
type Found = GivenCode & {
  readonly opens: boolean
  readonly over: boolean
  readonly first: CaseId | undefined
  readonly apart?: CaseId
}

async function accessIn<Tables>(
  db: Kysely<Tables>,
  own: readonly StoredEvent[],
  access: string,
): Promise<Found | undefined> {
  const first = theftCase.run(own).joinedTo
  const events = first ? await readStream(queryable(db), `case/${first}`) : own
  const ref = access as VaultRef
  const given = accesses.run(events)
  const isThere = given.all.has(ref)
  // While the two are being joined or split, one of them may not have it yet, or any more.
  const held = isThere ? given : accesses.run(own)
  const one = held.all.get(ref)
  const apart = one ? undefined : caseOfCode(own, access)
  if (apart) return accessOfOwn(db, apart, access)
  const over = theftCase.run(isThere ? events : own).ended !== undefined
  // A later case that is joined to this one reported what this had: by its number alone nobody is the first reporter here.
  const joined = one?.joined === true || (one?.bare === true && one.of !== undefined)
  const asks = one?.bare === true && one.claims.length > 0 && (await asksNetwork(db, isThere ? events : own))
  return one && { ...one, joined, opens: opens(held, ref, asks), over, first: isThere ? first : undefined }
}

/** Of a report that was split off: its code opens its own case, or the one that this was joined to since. */
async function accessOfOwn<Tables>(db: Kysely<Tables>, apart: CaseId, access: string): Promise<Found | undefined> {
  const found = await accessIn(db, await readStream(queryable(db), `case/${apart}`), access)
  return found && { ...found, first: found.first ?? apart, apart }
}

/** Whether a network was asked whose number it is, and not every one has said that it is not theirs. */
async function asksNetwork<Tables>(db: Kysely<Tables>, events: readonly StoredEvent[]): Promise<boolean> {
  if (networkSearch.run(events).nobody) return false
  const owed = JSON.stringify([{ kind: asksWhose }])
  const found = await sql`select from event where stream = ${events[0]?.stream} and owes @> ${owed} limit 1`.execute(db)
  return found.rows.length > 0
}

/** Opened in place of what does not exist. Its word is compared and never counts. */
const nothing = { case: '00000000-0000-4000-8000-000000000000', code: 'no such code', word: '' }

const digest = (text: string) => createHash('sha256').update(text).digest()
const sameWord = (one: string, other: string) => timingSafeEqual(digest(one), digest(other))

/** Counts before anything is opened, so that tries side by side are counted each. Starts anew when the hour is over. */
async function countTry(db: Kysely<AccessTables>, code: string, now: Date): Promise<number> {
  const [at, until] = [now.toISOString(), new Date(now.getTime() + hourMs).toISOString()]
  const { tries } = await db
    .insertInto('access_try')
    .values({ code, tries: 1, until })
    .onConflict((c) =>
      c.column('code').doUpdateSet({
        tries: sql`case when access_try.until <= ${at} then 1 else access_try.tries + 1 end`,
        until: sql`case when access_try.until > ${at} and access_try.tries >= ${mostWrong} then access_try.until else ${until}::timestamptz end`,
      }),
    )
    .returning('tries')
    .executeTakeFirstOrThrow()
  return tries
}
