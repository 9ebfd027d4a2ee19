import { randomUUID } from 'node:crypto'
import type { Kysely } from 'kysely'
import { z } from 'zod'
import type { RouteContext } from '#http'
import { HandsetId } from '#lib/ids'
import { kept, reviewOn } from '#lib/kept'
import { VaultRef } from '#platform/vault-ref'
import { endPasskey } from './commands/end-passkey.ts'
import { entrustPhone } from './commands/entrust-phone.ts'
import { keepPasskey } from './commands/keep-passkey.ts'
import { takePushes } from './commands/take-pushes.ts'
import { usePasskey } from './commands/use-passkey.ts'
import {
  challengeOf,
  creationOptions,
  hashOf,
  readAnswer,
  readCredential,
  readNewPasskey,
  requestOptions,
} from './relying-party.ts'
import { reviewOf } from './review.ts'
import { holding, type StopSecret } from './stop-secret-of.ts'
import { countWrongTry, mustRest, type WrongTry } from './tries.ts'
import type { PasskeyTable } from './views/passkey.ts'
import type { PasskeyPhoneTable } from './views/passkey-phone.ts'
import type { StopSecretTable } from './views/stop-secret.ts'
import type { PasskeyMeans } from './vocabulary.ts'

export type PasskeyTables = PasskeyTable & PasskeyPhoneTable & StopSecretTable & WrongTry
type Context = Pick<RouteContext<PasskeyTables>, 'audit' | 'db' | 'execute' | 'now' | 'pass' | 'publicUrl' | 'vault'>

// Kinds of sealed notes: each opens nothing but its own step.
const keeping = 'passkey-keep'
const asking = 'passkey-ask'
const open = 'passkey-open'

const Keeping = z.object({ passkey: z.uuid(), secret: VaultRef })

/** What the page of a code that was typed may do next: stop by it (`ticket`), or keep a passkey (`options`). */
export function offerPasskey({ pass, publicUrl }: Pick<Context, 'pass' | 'publicUrl'>, { secret }: StopSecret) {
  const passkey = randomUUID()
  const ticket = pass.sealNote(keeping, { passkey, secret })
  return { ticket, options: creationOptions({ publicUrl, challenge: ticket, user: passkey }) }
}

/** The code behind the ticket of a page, as long as it still stops its phone. */
export async function secretOfTicket({ db, now, pass }: Context, ticket: string): Promise<StopSecret | undefined> {
  const note = Keeping.safeParse(pass.openNote(keeping, ticket)).data
  return note && holding(db, [note.secret], now())
}

export const askForPasskey = ({ pass, publicUrl }: Pick<Context, 'pass' | 'publicUrl'>) =>
  requestOptions({ publicUrl, challenge: pass.sealNote(asking, { nonce: randomUUID() }) })

/** A page that a passkey has opened, for ten minutes. `ticket` travels in its forms. */
export type Opened = { readonly passkey: string; readonly ticket: string }
type Refused = { readonly refused: 'not-read' | 'too-late' | 'rest' | 'busy' | 'key-reused' | Codes }
type Codes = keyof typeof keepPasskey.refusals | keyof typeof entrustPhone.refusals | keyof typeof usePasskey.refusals

/** A card proves nobody: a shop's clerk, or who "helps", sees it too. The owner proves their number besides (own-phone.ts). */
export const passkeyMeansOf = ({ kind }: Pick<StopSecret, 'kind'>): PasskeyMeans =>
  kind === 'trusted-person' ? kind : 'panic-card'

const entrusted = ({ handset, line, secret, kind }: StopSecret) => ({
  ...{ handset: HandsetId.parse(handset), line: VaultRef.parse(line), secret: VaultRef.parse(secret) },
  means: passkeyMeansOf({ kind }),
})

/** Keeps the passkey that a browser has made for the code that its challenge holds. */
export async function keepNewPasskey(context: Context, sent: string): Promise<Opened | Refused> {
  const { audit, execute, now, pass, publicUrl, vault } = context
  await audit('change', 'passkey')
  const credential = readCredential(sent)
  if (!credential) return { refused: 'not-read' }
  const challenge = challengeOf(credential)
  const note = Keeping.safeParse(pass.openNote(keeping, challenge)).data
  const secret = note && (await secretOfTicket(context, challenge))
  if (!note || !secret) return { refused: 'too-late' }
  const made = await readNewPasskey(credential, { publicUrl, known: (said) => said === challenge })
  if (!made) return { refused: 'not-read' }
  const { id, publicKey, counter, bound } = made
  if ((await isKept(context, note.passkey)) || (await passkeyOf(context, id))) return { refused: 'passkey-kept' }
  const { ref } = await vault.put({
    class: 'document',
    value: { kind: 'passkey', publicKey },
    findBy: [findBy(id)],
    reviewAt: new Date(reviewOf(now().toISOString())),
  })
  const kept = { passkey: note.passkey, credential: ref, bound, counter, phone: entrusted(secret) }
  const outcome = await execute(keepPasskey, kept)
  return outcome.ok ? opened(context, note.passkey) : { refused: outcome.refused }
}

const isKept = async ({ db }: Context, passkey: string) =>
  (await db.selectFrom('passkey').select('passkey').where('passkey', '=', passkey).executeTakeFirst()) !== undefined

const findBy = (credential: string) => `passkey ${credential}`
const Kept = z.object({ kind: z.literal('passkey'), publicKey: z.string() })

/**
 * Opens a page by an answer of its passkey. Five that are not right within an hour, and that one passkey rests: whoever
 * knows its id, which we show to nobody, may try no more.
 */
export async function openByPasskey(context: Context, sent: string): Promise<Opened | Refused> {
  const { audit, db, execute, now, pass, publicUrl, vault } = context
  await audit('look', 'passkey')
  const credential = readCredential(sent)
  if (!credential) return { refused: 'not-read' }
  const challenge = challengeOf(credential)
  if (pass.openNote(asking, challenge) === undefined) return { refused: 'too-late' }
  const row = await passkeyOf(context, credential.id)
  if (!row) return { refused: 'no-passkey' }
  const subject = `passkey/${row.passkey}`
  if (await mustRest(db, subject, now())) return { refused: 'rest' }
  const ref = VaultRef.parse(row.credential)
  const kept = (await vault.reveal('look', [ref])).get(ref)
  if (!kept || kept.erased) return { refused: 'no-passkey' }
  const { publicKey } = Kept.parse(kept.value)
  const answer = await readAnswer(credential, publicKey, { publicUrl, known: (said) => said === challenge })
  const used = { passkey: row.passkey, challenge: hashOf(challenge) }
  const outcome = answer && (await execute(usePasskey, { ...used, ...answer }))
  if (outcome?.ok) return opened(context, row.passkey)
  await countWrongTry(db, subject, now())
  return { refused: outcome?.refused ?? 'not-read' }
}

async function passkeyOf({ db, vault }: Context, credential: string) {
  const refs = (await vault.find('document', findBy(credential))).map(({ ref }) => ref as string)
  if (refs.length === 0) return undefined
  return db.selectFrom('passkey').selectAll().where('credential', 'in', refs).executeTakeFirst()
}

const Open = z.object({ passkey: z.uuid() })
const opened = ({ pass }: Context, passkey: string): Opened => ({ passkey, ticket: pass.sealNote(open, { passkey }) })

/** The passkey of an open page's ticket, unless its holder has ended it since. */
export async function passkeyOfTicket(
  { db, pass }: Context,
  ticket: string,
): Promise<PasskeyTable['passkey'] | undefined> {
  const note = Open.safeParse(pass.openNote(open, ticket)).data
  return note && db.selectFrom('passkey').selectAll().where('passkey', '=', note.passkey).executeTakeFirst()
}

/** One phone that a passkey may stop. `since`: when it was entrusted; `until`: its code ends, for a newer one was made. */
export type EntrustedPhone = {
  readonly handset: string
  readonly line: string
  /** The code by which it was entrusted. */
  readonly secret: string
  readonly means: PasskeyMeans
  readonly since: string
  readonly secretAt: string
  readonly until: string | null
  readonly bound: boolean
}

/** The phones that a passkey may stop now, the oldest first, each once: by the code that says most. */
export async function phonesOf(db: Kysely<PasskeyTables>, passkey: string, now: Date): Promise<EntrustedPhone[]> {
  const rows = await db
    .selectFrom('passkey_phone as phone')
    .innerJoin('stop_secret as code', 'code.secret', 'phone.secret')
    .innerJoin('passkey', 'passkey.passkey', 'phone.passkey')
    .select(['phone.handset', 'phone.line', 'phone.secret', 'phone.means', 'phone.at as since'])
    .select(['code.at as secretAt', 'code.until', 'passkey.bound'])
    .where('phone.passkey', '=', passkey)
    .where((eb) => eb.or([eb('code.until', 'is', null), eb('code.until', '>', now.toISOString())]))
    .orderBy('phone.at')
    .execute()
  const best = new Map<string, EntrustedPhone>()
  for (const row of rows) if (worth(row) > worth(best.get(row.line))) best.set(row.line, row)
  return [...best.values()]
}

const order: readonly (PasskeyMeans | undefined)[] = [undefined, 'panic-card', 'trusted-person', 'own-passkey']
const worth = (phone: EntrustedPhone | undefined) => order.indexOf(phone?.means)

/** Puts the phone of a further code on an open page. */
export async function addPhone(
  { execute }: Context,
  { passkey }: { readonly passkey: string },
  secret: StopSecret,
): Promise<Refused | undefined> {
  const outcome = await execute(entrustPhone, { passkey, ...entrusted(secret) })
  return outcome.ok ? undefined : { refused: outcome.refused }
}

/** From now on the device of this page takes pushes. `subscription`: as the browser says it (W3C Push API). */
export async function takePushesOf(
  { execute, now, vault }: Context,
  { passkey }: { readonly passkey: string },
  subscription: unknown,
): Promise<boolean> {
  const reviewAt = reviewOn(kept.passkey, now())
  const { ref } = await vault.put({ class: 'contact', value: subscription, reviewAt })
  return (await execute(takePushes, { passkey, subscription: ref })).ok
}

export const forgetPasskey = async ({ execute }: Context, { passkey }: { readonly passkey: string }) =>
  (await execute(endPasskey, { passkey })).ok

/** Where the trusted persons of a line take pushes, and since when they are trusted. */
export async function pushesOf(
  db: Kysely<PasskeyTables>,
  line: string,
  now: Date,
): Promise<{ readonly ref: VaultRef; readonly since: string }[]> {
  const rows = await db
    .selectFrom('passkey_phone as phone')
    .innerJoin('stop_secret as code', 'code.secret', 'phone.secret')
    .innerJoin('passkey', 'passkey.passkey', 'phone.passkey')
    .select(['passkey.subscription', 'phone.at as since'])
    .where('phone.line', '=', line)
    .where('phone.means', '=', 'trusted-person')
    .where('passkey.subscription', 'is not', null)
    .where((eb) => eb.or([eb('code.until', 'is', null), eb('code.until', '>', now.toISOString())]))
    .execute()
  return rows.flatMap(({ subscription, since }) =>
    subscription ? [{ ref: VaultRef.parse(subscription), since: new Date(since).toISOString() }] : [],
  )
}
