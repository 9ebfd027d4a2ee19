import { randomBytes } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { RouteContext } from '#http'
import { caseCodeOf, showCaseCode } from '#lib/case-code'
import { type Imei, type ImeiKey, keysOf } from '#lib/imei/imei'
import { statusOf } from '#modules/register/public'
import { casesOfHandsets, type HandsetCaseTables } from './case-of-handset.ts'
import { seeHandset } from './commands/see-handset.ts'
import { showWarning } from './commands/show-warning.ts'
import { type HoneyTable, noteHoney } from './honey.ts'

type Context = Pick<
  RouteContext<HandsetCaseTables>,
  'db' | 'execute' | 'newId' | 'now' | 'publicUrl' | 'sign' | 'tenant'
>

/** The three answers of every check before money changes hands. */
export type Answer = 'buy' | 'do-not-buy' | 'wait'

const worst = ['stolen', 'wait'] as const
const answers = { stolen: 'do-not-buy', wait: 'wait' } as const

/** A handset with two IMEIs is as bad as the worse of them; a number that we never saw reads like one that is clear. */
export async function answerFor({ db, now }: Pick<Context, 'db' | 'now'>, keys: readonly ImeiKey[]): Promise<Answer> {
  const said = await Promise.all(keys.map((key) => statusOf(db, key, now())))
  const bad = worst.find((status) => said.includes(status))
  return bad ? answers[bad] : 'buy'
}

/** Here shops stand; a check from elsewhere comes through a partner's own sightings. */
const country = 'GB'

/**
 * A check of a reported handset is on its case in the same request: that the warning was shown, and for a dealer, who has the
 * phone on the counter, that it was seen. Anybody anywhere can ask about a number, so that is no sighting.
 */
export async function checkHandset(context: Context, imeis: readonly Imei[], to: 'buyer' | 'dealer'): Promise<Answer> {
  const { db, execute, newId, now, tenant } = context
  const keys = keysOf(imeis)
  await noteHoney(db as unknown as Kysely<HoneyTable>, keys, now())
  const answer = await answerFor(context, keys)
  if (answer === 'buy') return answer
  const cases = new Set((await casesOfHandsets(db, keys, now())).values())
  for (const theft of cases) {
    const seen = { case: theft, sighting: newId(), how: 'dealer-check' as const, country, at: now().toISOString() }
    if (to === 'dealer') await execute(seeHandset, { ...seen, by: tenant }, `seen-${theft}`)
    await execute(showWarning, { case: theft, answer, to }, `warned-${theft}`)
  }
  return answer
}

/** What a dealer keeps with the paperwork: the answer with its number and time, signed by us. */
export type CheckReceipt = { readonly number: string; readonly at: string; readonly receipt: string }

/** Checks a handset for a dealer and signs the answer, so that the dealer can prove later what we said. */
export async function checkForDealer(
  context: Context,
  imeis: readonly Imei[],
): Promise<CheckReceipt & { answer: Answer }> {
  const answer = await checkHandset(context, imeis, 'dealer')
  const at = context.now().toISOString()
  const number = showCaseCode(caseCodeOf(randomBytes(7)))
  const statement = {
    ...{ iss: context.publicUrl.origin, iat: Math.floor(Date.parse(at) / 1000), jti: number },
    ...{ sub: 'imei-check', dealer: context.tenant, imeiKeys: keysOf(imeis), answer, at },
  }
  return { answer, number, at, receipt: await context.sign(statement, receiptType) }
}

export const receiptType = 'ringback-check+jws'
