import type { Try } from '../../../simulators/city/red-team/agent.ts'
import { anybody, claim, enrol, sell, tryIt, useCode, vouch } from './acts.ts'
import { type HolderOf, partnersAnswer } from './operators.ts'
import type { Person, Story } from './plan.ts'
import { type System, sideBySide } from './system.ts'

type Act = { readonly at: number; readonly story: Story; readonly one: Try | undefined; readonly n: number }

const wave = { acts: 128, ms: 45_000 } as const
/** Enrolled well before anything happens: a code of the last day takes nothing back. */
const preparedMs = 30 * 86_400_000

/** Owners prepare, dealers write their stock into the register, and everything settles. */
export async function prepare(system: System, stories: readonly Story[]): Promise<void> {
  const people = stories.map((story) => (story.sort === 'honest' ? story.victim : story.target))
  await sideBySide(
    people.filter(({ enrolled }) => enrolled),
    async (person) => {
      person.card = await enrol(anybody(system), person, `${person.line.slice(1)}@pretend.example`)
    },
  )
  const stock = stories.flatMap((story) => (story.sort === 'malicious' && story.inRegister ? [story.target] : []))
  await sideBySide(stock, ({ imeis, name, line }) => sell(system, 'shop-two', imeis, { name, contact: line }))
  await settle(system, new Map())
  await system.moveTo(new Date(system.now().getTime() + preparedMs))
}

/** Plays all of it in the order of the virtual clock: some acts side by side, then whatever follows from them. */
export async function play(system: System, stories: readonly Story[], say: (text: string) => void): Promise<void> {
  const start = system.now().getTime()
  const people = peopleOf(stories)
  const acts = stories.flatMap(actsOf).sort((a, b) => a.at - b.at)
  for (let from = 0, some: Act[] = []; from < acts.length; from += some.length) {
    some = wavesFirst(acts, from)
    await system.moveTo(new Date(start + (some[0]?.at ?? 0)))
    // What one person does comes in order, also within a wave.
    await sideBySide([...Map.groupBy(some, ({ story }) => story).values()], async (mine) => {
      for (const act of mine) await doIt(system, act)
    })
    await settle(system, people)
    if (Math.floor(from / 2000) !== Math.floor((from + some.length) / 2000)) say(`  ${from} of ${acts.length} acts`)
  }
}

/** Some of the acts from there on: few, and within one minute of the clock, because what lapses must have lapsed. */
function wavesFirst(acts: readonly Act[], from: number): Act[] {
  const begins = acts[from]?.at ?? 0
  return acts.slice(from, from + wave.acts).filter(({ at }) => at - begins < wave.ms)
}

export function peopleOf(stories: readonly Story[]): ReadonlyMap<string, Person> {
  const people = stories.flatMap((story) => (story.sort === 'honest' ? [story.victim] : [story.target, story.friend]))
  return new Map(people.map((one) => [one.line, one]))
}

function actsOf(story: Story, n: number): Act[] {
  if (story.sort === 'honest') return [{ at: story.at, story, one: undefined, n }]
  return story.tries.map((one) => ({ at: story.at + one.afterMs, story, one, n }))
}

async function doIt(system: System, { story, one, n }: Act): Promise<void> {
  const from = `127.60.${Math.floor(n / 250) % 250}.${1 + (n % 250)}`
  const came =
    story.sort === 'malicious' && one
      ? await tryIt(system, one, { from, target: story.target, friend: story.friend, card: story.target.card })
      : story.sort === 'honest'
        ? await honest(system, story, from)
        : { refused: 'nothing' }
  if ('case' in came) story.cases.add(came.case)
  else story.refused = came.refused
}

function honest(system: System, { victim, way }: Extract<Story, { sort: 'honest' }>, from: string) {
  const { name, born, postcode } = victim
  if (way === 'handler') return vouch(system, victim.line, { name, born, postcode })
  if (way === 'card') return useCode(anybody(system, from), victim.card ?? '')
  return claim(anybody(system, from), victim.line, [{ name, born, postcode }])
}

/** Who holds a line, and in which handset the operator last saw it; the one before, where the SIM was moved. */
export const holderIn =
  (people: ReadonlyMap<string, Person>): HolderOf =>
  (line) => {
    const holder = people.get(line)
    return holder && { holder, phone: holder.phone, earlier: holder.phone === holder.imeis ? [] : holder.imeis }
  }

/** Views, reactions and partners in turn, until nothing is owed and nothing is new. */
export async function settle(system: System, people: ReadonlyMap<string, Person>): Promise<void> {
  const holderOf = holderIn(people)
  do await system.follow()
  while ((await partnersAnswer(system, holderOf)) > 0)
}
