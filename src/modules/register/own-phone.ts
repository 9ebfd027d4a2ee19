import { randomInt, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import type { RouteContext } from '#http'
import { HandsetId } from '#lib/ids'
import { kept, reviewOn } from '#lib/kept'
import { VaultRef } from '#platform/vault-ref'
import { entrustPhone } from './commands/entrust-phone.ts'
import { sendOwnCode } from './commands/send-own-code.ts'
import { type GatewayTable, gatewayFor } from './gateways.ts'
import type { EntrustedPhone, PasskeyTables } from './passkeys.ts'
import { isStolenLine, type OpenCase } from './stolen-number.ts'
import { lineOf } from './stop-secret-of.ts'
import { ownCodeText } from './texts.ts'
import { giveBackTry, mostTries, takeTry } from './tries.ts'

export type OwnPhoneTables = PasskeyTables & GatewayTable & OpenCase
type Context = Pick<RouteContext<OwnPhoneTables>, 'caller' | 'db' | 'execute' | 'now' | 'pass' | 'vault'>
type Phone = Pick<EntrustedPhone, 'handset' | 'line' | 'secret' | 'means' | 'secretAt' | 'until'>

/** A sealed note: it opens the step in which the code is typed, and nothing else. */
const proving = 'passkey-own'
const Proving = z.object({ passkey: z.uuid(), secret: VaultRef, code: z.string() })

/** Later the card may be in a stolen wallet, and the phone that gets the code in the same hands. */
const freshMs = 3_600_000

/**
 * Whether this phone may still be shown to be one's own: by a card of the last hour, and a code to its number besides. The card
 * alone is seen by who stands by when it is made. Never where somebody is signed in: that screen is a shop's.
 */
export const mayBeShownOwn = ({ caller, now }: Pick<Context, 'caller' | 'now'>, phone: Phone): boolean =>
  caller.kind === 'anyone' &&
  phone.means === 'panic-card' &&
  phone.until === null &&
  now().getTime() - new Date(phone.secretAt).getTime() < freshMs

/**
 * Sends a code to the number of a phone. Answers with the note that is sent back with the code. To a number that is reported
 * stolen, or was sent five codes within the hour, nothing is sent, and the answer is the same.
 */
export async function askIfOwn(context: Context, passkey: string, phone: Phone): Promise<string | undefined> {
  const { db, execute, now, pass, vault } = context
  if (!mayBeShownOwn(context, phone)) return undefined
  const { line, secret, handset } = phone
  const note = (code: string) => pass.sealNote(proving, { passkey, secret, code })
  const stolen = await isStolenLine(db, [line], { now: now() })
  if (stolen || (await takeTry(db, `codes/${line}`, now())) > mostTries) return note('')
  const code = String(randomInt(1_000_000)).padStart(6, '0')
  const value = { to: await lineOf(context as never, { line } as never), text: ownCodeText(code) }
  const { ref } = await vault.put({ class: 'document', value, reviewAt: reviewOn(kept.sentMessage, now()) })
  const sent = { passkey, handset: HandsetId.parse(handset), line: VaultRef.parse(line), message: ref }
  await execute(sendOwnCode, { ...sent, gateways: await gatewayFor(db, 'send-text') }, 'own-code')
  return note(code)
}

/** Takes the code: from now on this passkey is the owner's own. */
export async function showOwn(
  context: Context,
  passkey: string,
  phone: Phone,
  typed: { readonly note: string; readonly code: string },
): Promise<'own' | 'wrong-code' | 'rest' | 'too-late'> {
  const { db, execute, now, pass } = context
  const note = Proving.safeParse(pass.openNote(proving, typed.note)).data
  const theirs = note?.passkey === passkey && note.secret === phone.secret && mayBeShownOwn(context, phone)
  if (!note || !theirs) return 'too-late'
  const subject = `own/${phone.line}`
  if ((await takeTry(db, subject, now())) > mostTries) return 'rest'
  if (!sameCode(note.code, typed.code)) return 'wrong-code'
  await giveBackTry(db, subject)
  const own = { handset: HandsetId.parse(phone.handset), line: VaultRef.parse(phone.line), secret: note.secret }
  const outcome = await execute(entrustPhone, { passkey, ...own, means: 'own-passkey' }, 'own')
  return outcome.ok || outcome.refused === 'phone-entrusted' ? 'own' : 'too-late'
}

/** Of a note that was sent to nobody the code is empty, and equals nothing that is typed. */
const sameCode = (a: string, b: string) =>
  a.length === 6 && a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b))
