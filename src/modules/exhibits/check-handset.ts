import type { Kysely } from 'kysely'
import { type Imei, keyOf, keysOf } from '#lib/imei/imei'
import { type Restriction, type RestrictionTables, restrictionsOf } from '#modules/blocklist/public'
import { type Model, modelsOf, statusesOf, type TacTable, withRestrictions } from '#modules/register/public'
import { factsOf, type MatchTables } from './match/facts.ts'
import { caseIn, judge, type Verdict } from './match/judge.ts'

/** What an officer with a handset in hand needs to know. */
export type HandsetAnswer = {
  readonly answer: 'stolen' | 'wait' | 'none'
  readonly verdict: Verdict
  /** Other registers' lists and rules by which networks refuse or watch it. */
  readonly restrictions: readonly Restriction[]
  /** The cases that these numbers are reported in. */
  readonly cases: readonly string[]
  /** Numbers of the label and of the screen that cannot be one handset's: its number may have been changed. */
  readonly disagree: boolean
  /** More than one handset carries this number. */
  readonly copied: boolean
  /** Make and model that these numbers were given to. */
  readonly models: readonly Model[]
}

const worst = ['stolen', 'wait'] as const
const copies = new Set(['several-handsets', 'held-already'])

export type CheckTables = MatchTables & TacTable & RestrictionTables

/** Looks a handset up by what its screen shows and what is printed on it. */
export async function checkHandset(
  db: Kysely<CheckTables>,
  screen: readonly Imei[],
  label: readonly Imei[],
  now: Date,
): Promise<HandsetAnswer> {
  const keys = keysOf([...screen, ...label])
  const facts = await factsOf(db, keys)
  const restrictions = await restrictionsOf(db, keys, now)
  const reported = [...(await statusesOf(db, keys, now)).values()]
  const said = [withRestrictions('unknown', restrictions), ...reported]
  const verdict = judge(keys, facts)
  const cases = new Set(keys.flatMap((key) => facts.flagged.get(key) ?? []))
  const theft = caseIn(verdict)
  if (theft) cases.add(theft)
  const apart = screen.length > 0 && label.length > 0 && !label.some((one) => keysOf(screen).includes(keyOf(one)))
  return {
    answer: worst.find((status) => said.includes(status)) ?? 'none',
    ...{ verdict, restrictions, cases: [...cases] },
    disagree:
      (verdict.state === 'ambiguous' && verdict.why === 'two-handsets') || (apart && verdict.state !== 'matched'),
    copied: verdict.state === 'ambiguous' && copies.has(verdict.why),
    models: await modelsOf(db, keys),
  }
}
