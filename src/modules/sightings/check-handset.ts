import { randomBytes } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { RouteContext } from '#http'
import { caseCodeOf, showCaseCode } from '#lib/case-code'
import type { CaseId } from '#lib/ids'
import { type Imei, type ImeiKey, keysOf } from '#lib/imei/imei'
import { type RegisterStatus, statusesOf } from '#modules/register/public'
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
  const said = [...(await statusesOf(db, keys, now())).values()]
  const bad = worst.find((status) => said.includes(status))
  return bad ? answers[bad] : 'buy'
}

/** Here shops stand; a check from elsewhere comes through a partner's own sightings. */
const country = 'GB'

/** Who asks: somebody about to buy it, a dealer or an officer who has it in hand. */
export type Asker = 'buyer' | 'dealer' | 'officer'

/**
 * A check of a reported handset is on its case in the same request: that the warning was shown, and for whoever has the phone
 * in hand, that it was seen. Anybody anywhere can ask about a number, so that is no sighting.
 */
export async function checkHandset(context: Context, imeis: readonly Imei[], to: Asker): Promise<Answer> {
  const keys = keysOf(imeis)
  await noteHoney(context.db as unknown as Kysely<HoneyTable>, keys, context.now())
  const answer = await answerFor(context, keys)
  if (answer !== 'buy') await noteOnCases(context, new Map(keys.map((key) => [key, answer])), to)
  return answer
}

/** Many handsets at once, each known by one key. The cases of those that are reported hear of it in the same request. */
export async function checkHandsets(
  context: Context,
  keys: readonly ImeiKey[],
  to: Asker,
): Promise<ReadonlyMap<ImeiKey, RegisterStatus>> {
  const { db, now } = context
  await noteHoney(db as unknown as Kysely<HoneyTable>, keys, now())
  const said = await statusesOf(db, keys, now())
  const bad = [...said].flatMap(([key, status]) =>
    status === 'stolen' || status === 'wait' ? [[key, answers[status]] as const] : [],
  )
  await noteOnCases(context, new Map(bad), to)
  return said
}

/** Cases that are written to side by side. */
const sideBySide = 8

async function noteOnCases(context: Context, bad: ReadonlyMap<ImeiKey, Answer>, to: Asker): Promise<void> {
  if (bad.size === 0) return
  const found = await casesOfHandsets(context.db, [...bad.keys()], context.now())
  const cases = [...new Map([...found].map(([key, theft]) => [theft, bad.get(key) ?? 'wait']))]
  const next = async () => {
    for (let one = cases.pop(); one; one = cases.pop()) await noteOn(context, one, to)
  }
  await Promise.all(Array.from({ length: sideBySide }, next))
}

async function noteOn(context: Context, [theft, answer]: readonly [CaseId, Answer], to: Asker): Promise<void> {
  const { execute, newId, now, tenant } = context
  const seen = { case: theft, sighting: newId(), country, at: now().toISOString(), by: tenant }
  if (to !== 'buyer') await execute(seeHandset, { ...seen, how: `${to}-check` }, `seen-${theft}`)
  if (to !== 'officer') await execute(showWarning, { case: theft, answer, to }, `warned-${theft}`)
}

/** What a dealer keeps with the paperwork: the answer with its number and time, signed by us. */
export type CheckReceipt = { readonly number: string; readonly at: string; readonly receipt: string }

/** Checks a handset for a dealer and signs the answer, so that the dealer can prove later what we said. */
export async function checkForDealer(
  context: Context,
  imeis: readonly Imei[],
): Promise<CheckReceipt & { answer: Answer }> {
  const answer = await checkHandset(context, imeis, 'dealer')
  return { answer, ...(await signCheck(context, { imeiKeys: keysOf(imeis), answer })) }
}

/** Signs what we said of handsets: for whoever must prove later that they asked. */
export async function signCheck(context: Context, said: object): Promise<CheckReceipt> {
  const at = context.now().toISOString()
  const number = showCaseCode(caseCodeOf(randomBytes(7)))
  const statement = {
    ...{ iss: context.publicUrl.origin, iat: Math.floor(Date.parse(at) / 1000), jti: number },
    ...{ sub: 'imei-check', dealer: context.tenant, at, ...said },
  }
  return { number, at, receipt: await context.sign(statement, receiptType) }
}

export const receiptType = 'ringback-check+jws'
