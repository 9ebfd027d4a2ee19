import { randomBytes } from 'node:crypto'
import type { RouteContext } from '#http'
import { caseCodeOf, showCaseCode } from '#lib/case-code'
import { type Imei, type ImeiKey, keysOf } from '#lib/imei/imei'
import type { RegisterStatus } from '#modules/register/public'
import { type Answer, answerOf } from './answer.ts'
import { type Asker, askDesk, type DeskContext, type Said } from './check-desk.ts'
import type { HandsetCaseTables } from './handset-facts.ts'

type Signing = Pick<RouteContext<HandsetCaseTables>, 'now' | 'publicUrl' | 'sign' | 'tenant'>
type Context = DeskContext & Signing

/** Many handsets at once, each known by one key. The cases of those that are reported hear of it in the same request. */
export const checkHandsets = (context: DeskContext, keys: readonly ImeiKey[], to: Asker): Promise<Said> =>
  askDesk(
    context,
    keys.map((key) => [key]),
    to,
  )

/** What a dealer keeps with the paperwork: the answer with its number and time, signed by us. */
export type CheckReceipt = { readonly number: string; readonly at: string; readonly receipt: string }

/**
 * Checks a handset for a dealer and signs the answer, so that the dealer can prove later what we said. A reported one is on
 * its case in the same request: that it was seen, and that the warning was shown.
 */
export async function checkForDealer(
  context: Context,
  imeis: readonly Imei[],
): Promise<CheckReceipt & { answer: Answer; statuses: readonly RegisterStatus[] }> {
  const { answer, statuses } = await askAsDealer(context, imeis)
  return { answer, statuses, ...(await signCheck(context, { imeiKeys: keysOf(imeis), answer })) }
}

/** The same without a receipt: for a dealer about to put a purchase in the register, which must hear what a check would say. */
export async function askAsDealer(
  context: DeskContext,
  imeis: readonly Imei[],
): Promise<{ answer: Answer; statuses: readonly RegisterStatus[] }> {
  const said = await askDesk(context, [keysOf(imeis)], 'dealer')
  const statuses = [...said.values()].map(({ status }) => status)
  return { answer: answerOf(statuses), statuses }
}

/** Signs what we said of handsets: for whoever must prove later that they asked. */
export async function signCheck(context: Signing, said: object): Promise<CheckReceipt> {
  const at = context.now().toISOString()
  const number = showCaseCode(caseCodeOf(randomBytes(7)))
  const statement = {
    ...{ iss: context.publicUrl.origin, iat: Math.floor(Date.parse(at) / 1000), jti: number },
    ...{ sub: 'imei-check', dealer: context.tenant, at, ...said },
  }
  return { number, at, receipt: await context.sign(statement, receiptType) }
}

export const receiptType = 'ringback-check+jws'
