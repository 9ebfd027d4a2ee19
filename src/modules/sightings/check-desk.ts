import type { Kysely } from 'kysely'
import { type AuditRow, auditStatement, problem, type RouteContext, thrown } from '#http'
import { type Meta, type Planned, planned } from '#ledger'
import { gather } from '#lib/gather'
import type { CaseId } from '#lib/ids'
import type { ImeiKey } from '#lib/imei/imei'
import { type Answer, answerOf } from './answer.ts'
import { seeHandset } from './commands/see-handset.ts'
import { showWarning } from './commands/show-warning.ts'
import type { HandsetCaseTables } from './handset-facts.ts'
import { type Facts, factsOf } from './handset-facts.ts'
import { type HoneyTable, honeyStatement } from './honey.ts'

export type DeskContext = Pick<
  RouteContext<HandsetCaseTables>,
  'actor' | 'db' | 'executeTogether' | 'newId' | 'now' | 'purpose' | 'request' | 'tenant'
>

/** Who asks with the handset in hand. Somebody about to buy it asks otherwise: see check-for-buyer.ts. */
export type Asker = 'dealer' | 'officer'

/** One request: handsets by their IMEI keys, of one phone or of a whole box. */
type Ask = {
  readonly handsets: readonly (readonly ImeiKey[])[]
  readonly to: Asker
  readonly from: DeskContext
}

/** What is told of each handset. Why it is refused is for an officer. */
export type Said = ReadonlyMap<ImeiKey, Pick<Facts, 'status' | 'restrictions'>>

type Desk = (ask: Ask) => Promise<Said>

/** Requests in one transaction, and transactions side by side: the next is decided while the last is brought to disk. */
const company = { most: 200, atOnce: 2 }
/** A whole box waits among its like: whoever asks about one phone does not wait for a thousand. */
const few = 10
const companyOfBoxes = { most: 2, atOnce: 2 }

const desks = new WeakMap<object, { readonly few: Desk; readonly boxes: Desk }>()

/**
 * Answers a check of handsets. What is asked at one moment, by whomever, is one look at the register and one transaction:
 * the audit row of each request, and what the cases of reported handsets hear. No answer leaves before it is on disk.
 */
export function askDesk(from: DeskContext, handsets: Ask['handsets'], to: Asker): Promise<Said> {
  const desk = desks.get(from.db) ?? openDesk(from.db)
  return (handsets.length > few ? desk.boxes : desk.few)({ handsets, to, from })
}

function openDesk(db: DeskContext['db']) {
  const desk = { few: gather(answerAll, company), boxes: gather(answerAll, companyOfBoxes) }
  desks.set(db, desk)
  return desk
}

/** By the means of one of those who ask now: whoever asked first, long ago, has had their answer and is let go. */
async function answerAll(asks: readonly Ask[]): Promise<Said[]> {
  const [first] = asks
  if (!first) return []
  const { db, now, executeTogether } = first.from
  const keys = asks.flatMap(({ handsets }) => handsets.flat())
  const facts = await factsOf(db as unknown as Kysely<HandsetCaseTables & HoneyTable>, keys, now())
  const honey = keys.filter((key) => facts(key).honey)
  const plans = asks.flatMap((ask) => plansFor(ask, facts))
  const also = [auditStatement(asks.map(auditOf)), ...(honey.length > 0 ? [honeyStatement(honey, now())] : [])]
  const outcomes = await executeTogether(plans, also)
  if (outcomes.some((one) => !one.ok && one.refused === 'busy')) throw thrown(problem('busy'))
  return asks.map(({ handsets }) => new Map(handsets.flat().map((key) => [key, facts(key)])))
}

const auditOf = ({ from: { tenant, actor, purpose, request } }: Ask): AuditRow => ({
  ...{ tenant, actor, request, owner: tenant, purpose: purpose ?? 'none' },
  ...{ act: 'look', record: 'imei-status', subject: `imei-checks/${request}` },
})

/** What the cases of the reported ones among them hear. What only a list or a rule says is no case's business. */
function plansFor({ handsets, to, from }: Ask, facts: (key: ImeiKey) => Facts): Planned[] {
  const cases = new Map<CaseId, Answer>()
  for (const handset of handsets) {
    const known = handset.map(facts)
    if (answerOf(known.map(({ reported }) => reported)) === 'buy') continue
    const answer = answerOf(known.map(({ status }) => status))
    for (const { theft } of known) if (theft) cases.set(theft, answer)
  }
  return [...cases].flatMap(([theft, answer]) => plansOn(theft, answer, to, from))
}

/** Here shops stand; a check from elsewhere comes through a partner's own sightings. */
const country = 'GB'

/** An officer has it in hand and buys nothing: no warning. */
function plansOn(theft: CaseId, answer: Answer, to: Asker, { actor, tenant, request, newId, now }: DeskContext) {
  const meta: Meta = { actor, tenant, cause: `request/${request}` }
  const seen = { case: theft, sighting: newId(), how: `${to}-check` as const, country, at: now().toISOString() }
  return [
    planned(seeHandset, { ...seen, by: tenant }, meta),
    ...(to === 'dealer' ? [planned(showWarning, { case: theft, answer, to }, meta)] : []),
  ]
}
