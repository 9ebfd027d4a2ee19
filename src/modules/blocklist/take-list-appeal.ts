import { createHash } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { RouteContext } from '#http'
import { uuidOf } from '#lib/ids'
import { type ImeiKey, keysOf } from '#lib/imei/imei'
import { kept } from '#lib/kept'
import type { Refused } from '#modules/reports/public'
import { type PartyTables, partiesOf } from '#modules/response/public'
import { makeListAppeal } from './commands/make-list-appeal.ts'
import { type Keeper, keepersOf, type RestrictionTables } from './restrictions.ts'
import type { ListAppealTable } from './views/list-appeal.ts'

export type ListAppealTables = ListAppealTable &
  RestrictionTables &
  PartyTables & { organisation: { slug: string; name: string; sort: string } }
type Context = Pick<RouteContext<ListAppealTables>, 'db' | 'execute' | 'now' | 'tenant' | 'vault'>

/** So many wait about one phone, each of another line: a real owner is heard, and a script fills no queue with one number. */
const mostOpen = 5

/** `full`: so many others wait that this one was not taken. `keepers`: who stops the phone, by name; nobody does where it is empty. */
export type HeardOfList = { readonly heard: 'heard' | 'full' | 'not-listed'; readonly keepers: readonly string[] }

/** Takes an appeal of somebody whose phone no case stops, but another register's list or a rule. A person is called. */
export async function takeListAppeal(context: Context, said: Refused): Promise<HeardOfList> {
  const { db, now } = context
  const keys = keysOf(said.imeis).toSorted()
  const keepers = await keepersOf(db, keys, now())
  if (keepers.length === 0) return { heard: 'not-listed', keepers: [] }
  const isTaken = await appealAgainst(context, { keys, keepers, said })
  return { heard: isTaken ? 'heard' : 'full', keepers: keepers.map(({ name }) => name) }
}

type Asking = { readonly keys: readonly ImeiKey[]; readonly keepers: readonly Keeper[]; readonly said: Refused }

/** Whether it waits for a person now. Of one line one waits at a time about one phone. */
async function appealAgainst(context: Context, { keys, keepers, said }: Asking): Promise<boolean> {
  const { db, execute, now, vault } = context
  const { code, ...told } = said
  const reviewAt = new Date(now().getTime() + kept.caseNumbers.ms)
  const made = await madeAbout(context, keys)
  const same = (await vault.find('number', said.line)).map(({ ref }) => `${ref}`)
  const open = made.filter(({ decided_at }) => decided_at === null)
  if (open.some(({ line }) => same.includes(line))) return true
  if (open.length >= mostOpen) return false
  const { ref: line } = await vault.putOnce({ class: 'number', value: said.line, findBy: [said.line], reviewAt })
  const value = { kind: 'appeal', ...told }
  const { ref: claim } = await vault.put({ class: 'document', value, reviewAt, ...(code && { findBy: [code] }) })
  const { ref: handset } = await vault.put({ class: 'document', value: keys, reviewAt, findBy: keys.map(phone) })
  const before = made.filter((one) => one.line === line && one.decided_at !== null).length
  const appeal = idOf(keys, line, before)
  const owner = await ownerOf(db, keepers, context.tenant)
  const slugs = keepers.map(({ slug }) => slug)
  await execute(makeListAppeal, { appeal, keepers: slugs, owner, claim, handset, line }, 'list-appeal')
  return true
}

/** By which the vault finds appeals about a phone; no code reads like it. */
const phone = (key: ImeiKey) => `list-appeal/${key}`

async function madeAbout({ db, vault }: Context, keys: readonly ImeiKey[]) {
  const refs = (await Promise.all(keys.map((key) => vault.find('document', phone(key))))).flat().map(({ ref }) => ref)
  if (refs.length === 0) return []
  return db.selectFrom('list_appeal').select(['line', 'decided_at']).where('handset', 'in', refs).execute()
}

/** The same for all that ask at once, so that one of them is taken; another once that one is decided. */
const idOf = (keys: readonly ImeiKey[], line: string, before: number) =>
  uuidOf(createHash('sha256').update(`list-appeal ${keys.join()} ${line} ${before}`).digest('hex'))

/** Who decides: a force that decided the rule or keeps the list alone; of anybody else's the force that takes what nobody can place. */
async function ownerOf(db: Kysely<ListAppealTables>, keepers: readonly Keeper[], tenant: string): Promise<string> {
  const [keeper, ...others] = keepers
  if (keeper?.isForce && others.length === 0) return keeper.slug
  const { forces } = await partiesOf(db as unknown as Kysely<PartyTables>, undefined, { banks: [] })
  return forces[0] ?? tenant
}
