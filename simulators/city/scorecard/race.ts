import type { Theft } from '../day.ts'
import { those } from '../facts.ts'
import { banksOf } from '../schedule.ts'
import { counted, doneAt, type Evidence, firstOf, proved, type Row } from './evidence.ts'

/** Who reported at least this long before the phone was used had a race that could be won. */
const headStartMs = 5000

/**
 * The race (B04): whether the account, the wallet and the banks that the victim had named were closed before a thief first used the
 * phone. Of all who reported it is told as it is; of those with a head start every one must be won.
 */
export function racesWon(evidence: Evidence): Row[] {
  const used = firstUses(evidence)
  const races = firstOf(proved(evidence)).flatMap(({ theft: id, at, by }) => {
    const theft = evidence.thefts.get(id)
    const use = used.get(id)
    if (!theft || use === undefined || evidence.down.includes(theft.maker)) return []
    const closing = [[theft.maker, 'distrust-handset'] as const, ...banksIn(evidence, theft, by, use)]
    const won = closing.every(
      ([partner, kind]) => (doneAt(evidence, partner, theft, kind) ?? Number.POSITIVE_INFINITY) <= use,
    )
    return [{ won, hadHeadStart: at + headStartMs <= use }]
  })
  const won = races.filter((race) => race.won).length
  const fair = races.filter(({ hadHeadStart }) => hadHeadStart)
  return [
    {
      measure: 'money and data closed before the phone was first used, of all reported and used',
      ...{
        n: races.length,
        says: races.length === 0 ? 'cannot be computed: none was used' : `${won} of ${races.length}`,
      },
    },
    counted(
      'used before money and data were closed, though reported 5 s before',
      fair.filter((race) => !race.won).length,
      fair.length,
      'phones',
    ),
  ]
}

/** When each phone was first switched on with another SIM, or set up as new. */
function firstUses({ facts }: Evidence): ReadonlyMap<string, number> {
  const first = new Map<string, number>()
  for (const { theft, at } of those(facts, 'attach', 'activate'))
    first.set(theft, Math.min(at, first.get(theft) ?? Number.POSITIVE_INFINITY))
  return first
}

/** The live banks that the victim had named in time. */
function banksIn({ facts, sorts, down }: Evidence, theft: Theft, by: string, use: number) {
  const slugs = [...sorts].filter(([, sort]) => sort === 'bank').map(([slug]) => slug)
  const enrolled = by === 'panic-card' || by === 'trusted-person'
  const named = those(facts, 'banks-named').some((one) => one.theft === theft.id && one.at + headStartMs <= use)
  if (!enrolled && !named) return []
  const live = banksOf(theft, slugs.sort()).filter((one) => !down.includes(one))
  return live.map((one) => [one, 'step-up-account'] as const)
}
