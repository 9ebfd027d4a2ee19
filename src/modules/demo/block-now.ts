import { randomInt } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { RouteContext } from '#http'
import { checkDigit } from '#lib/imei/check-digit'
import type { Imei } from '#lib/imei/imei'
import { type Line, readLine } from '#lib/line'
import {
  askToEnrol,
  confirmEnrolment,
  type EnrolTables,
  type StopSecretTable,
  sellAsShop,
  stopSecretOf,
  type WrongTry,
} from '#modules/register/public'
import { type OpenCase, type ReportTables, takeReport } from '#modules/reports/public'
import { partiesOf } from '#modules/response/public'
import { type AccessTables, giveAccess } from '#modules/victims/public'
import type { VaultRef } from '#platform/vault-ref'
import { command, type PretendTables, pretendPartners } from './partners-at.ts'

export type DemoTables = AccessTables &
  EnrolTables &
  OpenCase &
  PretendTables &
  ReportTables &
  StopSecretTable &
  WrongTry
export type DemoContext = RouteContext<DemoTables>

const banks = ['demo-barclays', 'demo-monzo']
const mostTries = 50

/**
 * The first minute: a pretend owner, who bought the phone in a shop and is enrolled as everybody is, and then the report that their printed card makes. Both by
 * the same functions as the pages use; only that nobody has to type the code which goes to the owner's phone.
 */
export async function blockNow(context: DemoContext) {
  const imeis = [newImei(), newImei()]
  const card = await enrolOwner(context, imeis)
  const secret = await stopSecretOf(context, card.code)
  if (typeof secret === 'string') throw new Error(`The card that was just given out reads ${secret}.`)
  const report = { line: card.line, handset: secret.handset, means: secret.kind, channel: secret.kind } as const
  const place = { text: 'Oxford Circus', lon: -0.1419, lat: 51.5152 }
  const taken = await takeReport(context, { ...report, method: 'snatch', place })
  if ('refused' in taken) return taken
  const given = await giveAccess(context, { case: taken.case, checked: true })
  return { ...taken, ...('access' in given && { access: given.access }) }
}

async function enrolOwner(context: DemoContext, imeis: readonly Imei[]): Promise<{ line: Line; code: string }> {
  const line = await freeLine(context)
  const number = line.slice(-3)
  const known = await context.db.selectFrom('organisation').select('slug').where('slug', 'in', banks).execute()
  const name = `Owner ${number} (pretend)`
  // Sold by a shop that wrote down the number, and used: the line's operator has seen it in that phone (`handsetOfLine`).
  const sold = await sellAsShop(context, {
    imeis,
    channel: 'point-of-sale',
    refused: false,
    owner: { name, contact: line },
  })
  if ('refused' in sold) throw new Error(`The pretend phone could not be sold: ${sold.refused}.`)
  await useAtOperator(context, line, imeis)
  const ticket = await askToEnrol(context, {
    ...{ line, imeis, mayLocate: true, maker: 'demo-apple', banks: known.map(({ slug }) => slug) },
    ...{ name, email: `owner-${number}@pretend.example` },
    trusted: { name: `Friend ${number} (pretend)`, contact: `friend-${number}@pretend.example` },
  })
  const confirmed = await confirmEnrolment(context, ticket, await codeOf(context, ticket))
  if ('refused' in confirmed) throw new Error(`The pretend owner could not be enrolled: ${confirmed.refused}.`)
  return { line, code: confirmed.card }
}

/** The owner puts the SIM into the phone: its pretend operator sees that. */
async function useAtOperator({ db }: DemoContext, line: Line, imeis: readonly Imei[]): Promise<void> {
  const { home } = await partiesOf(db, line, { banks: [] })
  for (const operator of await pretendPartners(db as never, 'operator'))
    if (home.includes(operator.slug)) await command(operator, '/_subscribers', [{ line, imeis }])
}

async function codeOf({ vault }: DemoContext, ticket: VaultRef): Promise<string> {
  const kept = (await vault.reveal('change', [ticket])).get(ticket)
  return kept && 'value' in kept ? (kept.value as { code: string }).code : ''
}

/** A number of Ofcom's drama range that is in no open case, and whose operator runs: it says which phone it is. */
async function freeLine({ db, vault }: DemoContext): Promise<Line> {
  for (let tries = 0; tries < mostTries; tries++) {
    const line = readLine(`07700900${String(randomInt(1000)).padStart(3, '0')}`)
    const [known] = line ? await vault.find('number', line) : []
    const isFree = line && !(known && (await isOpen(db, known.ref)))
    if (isFree && (await partiesOf(db, line, { banks: [] })).home.length > 0) return line
  }
  throw new Error(
    'Every pretend number is in an open case, or no pretend operator runs: start the operators, or remove the data folder and start again.',
  )
}

const isOpen = async (db: Kysely<DemoTables>, subject: string) =>
  (await db.selectFrom('open_case').select('case_id').where('subject', '=', subject).executeTakeFirst()) !== undefined

/** An IMEI of the model that is stolen most: its TAC is one of Apple's, its serial number is chance. */
function newImei(): Imei {
  const body = `35921407${String(randomInt(1_000_000)).padStart(6, '0')}`
  return (body + checkDigit(body)) as Imei
}
