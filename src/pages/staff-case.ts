import type { Kysely } from 'kysely'
import { z } from 'zod'
import { type Caller, type Purpose, problem, type RouteContext } from '#http'
import { matrix } from '#http/access/matrix'
import { judge, reaches } from '#http/access/policy'
import { readStream, type StoredEvent } from '#ledger'
import { CaseId } from '#lib/ids'
import { kept, reviewOn } from '#lib/kept'
import { casesBegin, type EventTables, ownerOfCase, type TheftCase } from '#modules/reports/public'
import {
  conversation,
  desk,
  hardIn,
  type Said,
  type ShownToStaff,
  shownToStaff,
  wrongIn,
} from '#modules/victims/public'
import { queryable } from '#platform/database'
import type { VaultRef } from '#platform/vault-ref'

export const caseParam = z.strictObject({ case: CaseId })

export const noSuchCase = 'There is no such case. Compare the number with the case page'

/** The number of a case, as somebody typed it: the eight letters and digits that our pages show, or the whole. */
export const typedCase = z
  .string()
  .trim()
  .toLowerCase()
  .min(1, 'Type the number of the case')
  .refine((typed) => short.test(typed) || CaseId.safeParse(typed).success, noSuchCase)

const short = /^[0-9a-f]{8}$/

/** Whose number was typed. A short one finds cases of the reader's own organisation alone; where two begin so, neither. */
export async function caseTyped<Tables>(
  { db, tenant }: Pick<RouteContext<Tables>, 'db' | 'tenant'>,
  typed: string,
): Promise<CaseId | undefined> {
  if (!short.test(typed)) return CaseId.parse(typed)
  const found = await casesBegin(db as unknown as Kysely<TheftCase>, tenant, typed)
  return found.length === 1 ? CaseId.parse(found[0]) : undefined
}

/** A case that this member of staff works on: of their own organisation, looked at or changed, and noted. */
export async function staffCase<Tables>(
  { db, audit, tenant }: Pick<RouteContext<Tables>, 'db' | 'audit' | 'tenant'>,
  theft: CaseId,
  act: 'look' | 'change' = 'look',
) {
  const owner = await ownerOfCase(db as unknown as Kysely<EventTables & TheftCase>, theft)
  if (owner === undefined) return problem('not-found')
  await audit(act, `case/${theft}`, owner)
  if (owner !== tenant) return problem('not-found')
  const events = await readStream(queryable(db), `case/${theft}`)
  return {
    events,
    seen: events.at(-1)?.version ?? 0,
    owner,
    desk: desk.run(events),
    shown: shownToStaff(events),
  }
}

type Looker = { caller: Caller; tenant: string; purpose: Purpose | undefined }

/** What is told in words is read by whoever responds, investigates, informs the victim or answers a request for it. */
const readFor: readonly Purpose[] = ['respond-to-theft', 'investigate-crime', 'inform-victim', 'rights-request']

export function mayReadWords({ caller, tenant, purpose }: Looker, owner: string): boolean {
  const verdict = judge(matrix, caller, { act: 'look', record: 'theft-report' }, purpose)
  return verdict.may && reaches(verdict.reach, tenant, owner) && purpose !== undefined && readFor.includes(purpose)
}

/** What victim and unit said, as far as a screen of staff may show it. */
export const shownTalk = (events: readonly StoredEvent[], { shows }: Pick<ShownToStaff, 'shows'>): Said[] =>
  conversation(events).filter(({ access }) => shows(...access))

/** Keeps words that somebody wrote, in the vault. */
export async function keepWords<Tables>(
  { vault, now }: Pick<RouteContext<Tables>, 'vault' | 'now'>,
  text: string,
): Promise<VaultRef> {
  const reviewAt = reviewOn(kept.caseAccess, now())
  return (await vault.put({ class: 'free-text', value: { text }, reviewAt })).ref
}

const Words = z.object({ text: z.string() })

/** What was said, with its words; what was erased is left out. */
export async function readWords<Tables>(
  { vault }: Pick<RouteContext<Tables>, 'vault'>,
  act: string,
  said: readonly Said[],
): Promise<(Said & { readonly text: string })[]> {
  if (said.length === 0) return []
  const known = await vault.reveal(
    act,
    said.map(({ words }) => words),
  )
  return said.flatMap((one) => {
    const kept = known.get(one.words)
    const read = Words.safeParse(kept && !kept.erased ? kept.value : undefined)
    return read.success ? [{ ...one, text: read.data.text }] : []
  })
}

/** The version of a case that its page showed: what the victim writes meanwhile is not answered by what is sent from there. */
export const seenVersion = { seen: z.string().transform((sent) => (/^\d{1,9}$/.test(sent) ? Number(sent) : 0)) }

/** Words that staff write to a victim. `as-it-is`: they were told that it is hard to read, and send it so. */
export const wordsToVictim = {
  words: z
    .string()
    .trim()
    .min(20, 'Write what the victim is to read: a sentence or two')
    .max(2000, 'Write 2000 letters or fewer')
    .superRefine((text, context) => {
      const wrong = wrongIn(text)
      if (wrong) context.addIssue({ code: 'custom', message: wrong })
    }),
  'as-it-is': z.string(),
}

/** Says once that words are hard to read, with a box to send them so. */
export function hardWords({ words, 'as-it-is': anyway }: { words: string; 'as-it-is': string }) {
  const hard = anyway ? undefined : hardIn(words)
  return hard ? { errors: [{ field: 'words', says: hard }], hard: true } : undefined
}
