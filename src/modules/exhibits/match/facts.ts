import { type Kysely, sql } from 'kysely'
import type { ImeiKey } from '#lib/imei/imei'
import type { ImeiStatus } from '#modules/register/public'
import type { TheftCase } from '#modules/reports/public'
import type { ExhibitTable } from '../views/exhibit.ts'
import type { Claim, ImeiClaim } from '../views/imei-claim.ts'
import type { CaseFact, Facts, Held } from './judge.ts'

export type MatchTables = ImeiClaim & ImeiStatus & TheftCase & ExhibitTable

const anyOf = (values: readonly string[], type: 'text' | 'uuid' = 'text') =>
  sql<string[]>`any(${values}::${sql.raw(type)}[])`

/**
 * All that is known of some IMEI keys, in a handful of queries whatever their number: who names the keys, which other
 * numbers those name, and who names these.
 */
export async function factsOf(db: Kysely<MatchTables>, asked: readonly ImeiKey[]): Promise<Facts> {
  const first = await claimsOn(db, asked)
  const named = await keysOfClaims(db, distinct(first.map(claimIn)))
  const second = await claimsOn(db, without(named.map(keyIn), asked))
  const near = [...first, ...second]
  const byHandset = await openCasesOf(db, distinct(near.map(claimIn).filter(isHandset)).map(idOf))
  const thefts = distinct([...near.map(claimIn).filter(isCase).map(idOf), ...byHandset.map((row) => row.case_id)])
  const far = await keysOfClaims(
    db,
    thefts.map((id): Claim => `case/${id}`),
  )
  const third = await claimsOn(db, without(far.map(keyIn), [...asked, ...near.map(keyIn)]))
  return {
    claims: grouped([...near, ...third].map((row) => [row.imei_key, row.claim])),
    keys: grouped([...named, ...far].map((row) => [row.claim, row.imei_key])),
    sold: grouped(named.filter((row) => row.sold).map((row) => [row.claim, row.imei_key])),
    cases: await caseFacts(db, thefts),
    casesOfHandset: grouped(byHandset.map((row) => [row.handset ?? '', row.case_id])),
    flagged: await flagged(db, asked),
    held: await inCustody(db, asked),
  }
}

type Row = ImeiClaim['imei_claim']
const claimIn = ({ claim }: Row) => claim
const keyIn = ({ imei_key }: Row) => imei_key
const isCase = (claim: Claim) => claim.startsWith('case/')
const distinct = <Value>(values: readonly Value[]): Value[] => [...new Set(values)]
function without(keys: readonly ImeiKey[], known: readonly ImeiKey[]): ImeiKey[] {
  const seen = new Set(known)
  return distinct(keys).filter((key) => !seen.has(key))
}
const isHandset = (claim: Claim) => claim.startsWith('handset/')
const idOf = (claim: Claim) => claim.slice(claim.indexOf('/') + 1)

function grouped<Key, Value>(pairs: readonly (readonly [Key, Value])[]): Map<Key, Value[]> {
  const groups = new Map<Key, Set<Value>>()
  for (const [key, value] of pairs) groups.set(key, (groups.get(key) ?? new Set()).add(value))
  return new Map([...groups].map(([key, values]) => [key, [...values]]))
}

const claimsOn = async (db: Kysely<MatchTables>, keys: readonly ImeiKey[]) =>
  keys.length === 0
    ? []
    : db
        .selectFrom('imei_claim')
        .selectAll()
        .where('imei_key', '=', anyOf(keys) as never)
        .execute()

const keysOfClaims = async (db: Kysely<MatchTables>, claims: readonly Claim[]) =>
  claims.length === 0
    ? []
    : db
        .selectFrom('imei_claim')
        .selectAll()
        .where('claim', '=', anyOf(claims) as never)
        .execute()

const openCasesOf = async (db: Kysely<MatchTables>, handsets: readonly string[]) =>
  handsets.length === 0
    ? []
    : db
        .selectFrom('theft_case')
        .select(['case_id', 'handset'])
        .where('handset', '=', anyOf(handsets, 'uuid') as never)
        .where((eb) => eb.or([eb('ended', 'is', null), eb('ended', '=', 'no-lead-left')]))
        .execute()

async function caseFacts(db: Kysely<MatchTables>, ids: readonly string[]): Promise<Map<string, CaseFact>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .selectFrom('theft_case')
    .select(['case_id', 'conflicts', 'level', 'handset'])
    .where('case_id', '=', anyOf(ids, 'uuid') as never)
    .execute()
  return new Map(
    rows.map(({ case_id, conflicts, level, handset }) => [
      case_id,
      { disputed: conflicts.length > 0, unproven: level === 0, handset: handset ?? undefined },
    ]),
  )
}

async function flagged(db: Kysely<MatchTables>, keys: readonly ImeiKey[]): Promise<Map<ImeiKey, string>> {
  const rows = await db
    .selectFrom('imei_status')
    .select(['imei_key', 'case_id'])
    .where('imei_key', '=', anyOf(keys) as never)
    .where('status', '!=', 'clear')
    .orderBy('until') // of several cases the last counts: one that does not lapse
    .execute()
  return new Map(rows.flatMap(({ imei_key, case_id }) => (case_id === null ? [] : [[imei_key, case_id] as const])))
}

/** What police hold with one of these numbers: of every force, because two handsets with one number are a copy. */
async function inCustody(db: Kysely<MatchTables>, keys: readonly ImeiKey[]): Promise<Map<ImeiKey, Held[]>> {
  const rows = await db
    .selectFrom('exhibit')
    .select(['exhibit', 'label', 'imei_keys'])
    .where(sql<boolean>`imei_keys && ${keys}::text[]`)
    .where('returned_at', 'is', null)
    .execute()
  return grouped(
    rows.flatMap(({ exhibit, label, imei_keys }) => {
      const held: Held = { exhibit, label: label ?? undefined }
      return imei_keys.map((key) => [key, held] as const)
    }),
  )
}
