import { keysOf } from '#lib/imei/imei'
import { chanceOf } from '../simulators/city/chance.ts'
import { redTeam } from '../simulators/city/red-team/red-team.ts'
import { atMost, defineBench, type Figure, quantile, recorded } from './frame.ts'
import { undoAtCounter, undoFromHome } from './victims/abuse/contest.ts'
import { assumed, type Malicious, type Story, storiesOf } from './victims/abuse/plan.ts'
import { holderIn, peopleOf, play, prepare } from './victims/abuse/run.ts'
import { openSystem, type System } from './victims/abuse/system.ts'
import { type Verdict, verdicts } from './victims/abuse/verdict.ts'
import { option } from './victims/options.ts'

const usualReports = 100_000
/** How many customers an operator reaches within the hour by mail and app, or because they call it when their phone is dead. */
const reached = { rate: 0.8, source: 'assumed; the rest by post' }
const prepared = (some: readonly Attempted[]) => some.filter(({ target }) => target.enrolled)
const others = (some: readonly Attempted[]) => some.filter(({ target }) => !target.enrolled)

/** So many of the wrong stops are taken back, to see how long it takes. */
const contested = 100

type Judged = Story & { readonly verdicts: readonly Verdict[] }
type Attempted = Judged & Malicious

export default defineBench({
  name: 'victims-abuse',
  claim:
    'Of attempts to stop somebody else’s phone without the owner’s secrets fewer than one in a thousand reaches a hard stop and one in a hundred a soft one for over an hour; fewer than three in a hundred honest victims are slowed.',
  async run(tools) {
    const [reports, seed] = [option('reports', usualReports), option('seed', 1)]
    const system = await openSystem(tools)
    try {
      const stories = storiesOf(chanceOf(seed), { seed, reports })
      for (const { name, share, source } of redTeam) tools.say(`  ${name}: weight ${share} (${source})`)
      tools.say(
        `  attempts: ${assumed.malicious} of all reports (an attack run); the rest of the rates in bench/victims/rates.ts`,
      )
      tools.say('owners prepare')
      await prepare(system, stories)
      const began = performance.now()
      await play(system, stories, tools.say)
      const seconds = (performance.now() - began) / 1000
      const known = await verdicts(system.database)
      const judged = stories.map((story) => ({
        ...story,
        verdicts: [...story.cases].flatMap((one) => known.get(one) ?? []),
      }))
      return [
        recorded('seed', seed, ''),
        recorded('reports, honest and malicious', reports, 'reports'),
        recorded('reports a minute', (60 * reports) / seconds, '/min'),
        ...(await attackFigures(system, judged)),
        ...honestFigures(judged),
      ]
    } finally {
      await system.close()
    }
  },
})

/** A rival shop's friend may stop his own line, and the phone that it is in: what counts is about a handset of the target's. */
const isRivals = (one: Judged): one is Attempted => one.sort === 'malicious' && one.agent === 'rival-shop'
function touches({ target }: Attempted, keys: readonly string[]): boolean {
  const theirs: readonly string[] = keysOf(target.imeis as never)
  return keys.some((key) => theirs.includes(key))
}
const isHard = (one: Judged) =>
  one.verdicts.some(({ hard, blocked }) => (isRivals(one) ? touches(one, blocked) : hard.length > 0))
const softOf = (one: Judged) =>
  one.verdicts.map(({ softly, softMinutes }) => (isRivals(one) && !touches(one, softly) ? 0 : softMinutes))
const softMinutes = (one: Judged) => Math.max(0, ...softOf(one))
/** Of one target, whoever came back when it had lapsed. */
const softInAll = (one: Judged) => softOf(one).reduce((sum, minutes) => sum + minutes, 0)
const percent = (some: readonly unknown[], all: readonly unknown[]) => (100 * some.length) / Math.max(1, all.length)

async function attackFigures(system: System, judged: readonly Judged[]): Promise<Figure[]> {
  const all = judged.filter((one): one is Attempted => one.sort === 'malicious')
  const [attempts, silenced] = [all.filter(isOnTheirs), all.filter((one) => !isOnTheirs(one))]
  const [without, secrets] = [
    attempts.filter(({ knows }) => knows !== 'secrets'),
    attempts.filter(({ knows }) => knows === 'secrets'),
  ]
  const stopped = secrets.filter(isHard)
  const frozen = attempts.filter(({ verdicts }) => verdicts.some(({ hard }) => hard.includes('freeze-account')))
  // An officer who lies is believed: what they say stands with their name, and the owner is told.
  const [byInsider, byOthers] = [frozen.filter(isInsider), frozen.filter((one) => !isInsider(one))]
  return [
    recorded('attempts without the owner’s secrets', without.length, 'attempts'),
    atMost('of them reach a hard stop', percent(without.filter(isHard), without), '%', 0.1),
    atMost(
      'of them do soft harm for over 60 minutes',
      percent(
        without.filter((one) => !isHard(one) && softMinutes(one) > 60),
        without,
      ),
      '%',
      1,
    ),
    recorded(
      'of them come back when it has lapsed: over 60 minutes of one target’s day in all',
      percent(
        without.filter((one) => !isHard(one) && softInAll(one) > 60),
        without,
      ),
      '%',
    ),
    ...redTeam
      .filter(({ name }) => !against.includes(name))
      .map(({ name }) => {
        const theirs = without.filter(({ agent }) => agent === name)
        return recorded(`${name} (${theirs.length}): reach a hard stop`, percent(theirs.filter(isHard), theirs), '%')
      }),
    recorded('attempts by who knows name, birth date and postcode', secrets.length, 'attempts'),
    recorded('of them reach a hard stop', percent(stopped, secrets), '%'),
    atMost('attempts, of whatever sort but an insider’s, that froze a bank', byOthers.length, 'attempts', 0),
    recorded('attempts of an insider that did', byInsider.length, 'attempts'),
    ...silencedFigures(silenced),
    ...(await ownerFigures(system, judged, stopped)),
  ]
}

const isInsider = ({ agent }: Attempted) => agent === 'insider'
/** What these are about is not to stop a phone, but that its owner's own stop comes to nothing. */
const against: readonly string[] = ['silencer', 'wearer-out']
const isOnTheirs = ({ agent }: Attempted) => !against.includes(agent)

function silencedFigures(all: readonly Attempted[]): Figure[] {
  const heldOf = (some: readonly Attempted[]) =>
    some.filter(({ verdicts }) => !verdicts.some(({ hard }) => hard.includes('suspend-line')))
  const [silenced, worn] = [
    all.filter(({ agent }) => agent === 'silencer'),
    all.filter(({ agent }) => agent === 'wearer-out'),
  ]
  const held = heldOf(silenced)
  const hasDoubt = (one: Attempted) => one.verdicts.some(({ conflicts }) => conflicts.length > 0)
  // The network saw the number in a handset that another case names: that holds whoever comes, worn out or not.
  const [doubted, lost] = [heldOf(worn).filter(hasDoubt), heldOf(worn).filter((one) => !hasDoubt(one))]
  const told = silenced.filter(({ verdicts }) => verdicts.some((one) => one.told))
  return [
    recorded('owners robbed after somebody said their number and “I am afraid”', silenced.length, 'owners'),
    atMost('of them: their own card stopped nothing', percent(held, silenced), '%', 0),
    recorded('of them: whom they had named is told', percent(told, silenced), '%'),
    recorded('owners robbed who come by name after somebody said wrong names for their number', worn.length, 'owners'),
    recorded(
      'of them: a doubt holds what they ask for until a person looks, as with any victim',
      percent(doubted, worn),
      '%',
    ),
    atMost('of them: their own name and birth date stopped nothing', percent(lost, worn), '%', 0),
    ...lost.map((one, n) => recorded(`the ${n + 1}. of them: ${whatHappened(one)}`, 1, 'owner')),
  ]
}

/** Why an owner's own report may have come to nothing, to look for it in the code. */
function whatHappened({ tries, refused, verdicts }: Attempted): string {
  const came = tries.map(({ do: what, afterMs }) => `${what} at minute ${afterMs / 60_000}`).join(', ')
  const said = verdicts.map(
    ({ hard, conflicts }) => `${hard.join('+') || 'nothing'} (${conflicts.join('+') || 'no doubt'})`,
  )
  return `${came}; refused ${refused ?? 'nothing'}; cases ${said.join(', ')}`
}

/** Owners whom somebody stopped who knows their name, birth date and postcode: who is told, and how soon it is undone. */
async function ownerFigures(
  system: System,
  judged: readonly Judged[],
  stopped: readonly Attempted[],
): Promise<Figure[]> {
  const enrolled = stopped.filter(({ target }) => target.enrolled)
  const holderOf = holderIn(peopleOf(judged))
  const some = stopped.slice(0, contested)
  const fromHome: (number | 'person' | undefined)[] = []
  for (const { cases, target } of some)
    for (const theft of [...cases].slice(0, 1))
      fromHome.push(await undoFromHome(system, theft, { owner: target, holderOf }))
  const bySecret = fromHome.flatMap((took, n) => (some[n]?.target.enrolled ? [took] : []))
  const homeSeconds = bySecret.filter((took) => typeof took === 'number')
  const withPerson = some.filter((_, n) => fromHome[n] === 'person')
  const toNothing = fromHome.filter((took) => took === undefined)
  const undone = await undo(system, withPerson)
  const unprepared = stopped.filter(({ target }) => !target.enrolled)
  return [
    recorded('owners stopped so who had prepared', percent(enrolled, stopped), '%'),
    recorded(
      'of these told at once',
      percent(
        enrolled.filter(({ verdicts }) => verdicts.some(({ told }) => told)),
        enrolled,
      ),
      '%',
    ),
    recorded(
      'of the others: their network is asked at once to tell its customer',
      percent(
        unprepared.filter((one) => one.verdicts.some(({ customerTold }) => customerTold)),
        unprepared,
      ),
      '%',
    ),
    recorded(`of these reached within the hour (${reached.source})`, 100 * reached.rate, '%'),
    recorded('contest from home with a stop word: undone at once', percent(homeSeconds, prepared(some)), '%'),
    atMost('the same, slowest (virtual)', Math.max(0, ...bySecret.map(orAnHour)), 's', 60),
    atMost('contests from home that neither undid all nor called a person', toNothing.length, 'contests', 0),
    recorded('contest from home without one: a person is called', percent(withPerson, others(some)), '%'),
    atMost(
      'undone when the owner shows a passport in a network’s shop, slowest (virtual)',
      Math.max(0, ...undone.map(orAnHour)),
      's',
      60,
    ),
    recorded('the same, p50', quantile(undone.map(orAnHour), 0.5), 's'),
  ]
}

/** What never came counts as an hour: it must not flatter the slowest. */
const orAnHour = (took: number | 'person' | undefined) => (typeof took === 'number' ? took : 3600)

async function undo(system: System, stopped: readonly Attempted[]): Promise<(number | undefined)[]> {
  const took: (number | undefined)[] = []
  for (const { cases } of stopped) took.push(await undoAtCounter(system, [...cases]))
  return took
}

/** What an honest victim did not get who gave all that is asked for, and whose right phone was known. */
function honestFigures(judged: readonly Judged[]): Figure[] {
  const honest = judged.flatMap((one) => (one.sort === 'honest' ? [one] : []))
  const has = (one: Judged, kind: string) => one.verdicts.some(({ hard }) => hard.includes(kind))
  const isKnown = ({ victim }: (typeof honest)[number]) => victim.phone.every((imei) => victim.imeis.includes(imei))
  const slowed = honest.filter((one) => !has(one, 'suspend-line') || (isKnown(one) && !has(one, 'block-handset')))
  const why = new Map<string, number>()
  for (const { verdicts, refused } of slowed) {
    const reason = refused ?? (verdicts.flatMap(({ conflicts }) => conflicts).join(', ') || 'nothing said')
    why.set(reason, (why.get(reason) ?? 0) + 1)
  }
  return [
    recorded('honest victims', honest.length, 'reports'),
    atMost('of them slowed by a control', percent(slowed, honest), '%', 3),
    ...[...why].map(([reason, many]) => recorded(`slowed because: ${reason}`, many, 'reports')),
  ]
}
