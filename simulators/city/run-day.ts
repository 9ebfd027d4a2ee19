import { setTimeout as pause } from 'node:timers/promises'
import { enrolAll, introduce } from './before.ts'
import { dayClock } from './clock.ts'
import { type Day, makeDay, type Point } from './day.ts'
import { type Effect, journalOf, type Message, messagesOf, type Partner, type Trouble, trouble } from './partners.ts'
import { play } from './play.ts'
import { clockOf, playedDay, type Step, scheduleOf, type Window } from './schedule.ts'
import { type Observed, type Row, scorecard } from './scorecard.ts'
import { writeObserved, writeTruth } from './truth.ts'
import { openWorld, type SignIn } from './world.ts'

export type DayOptions = Window & {
  readonly seed: number
  readonly speed: number
  readonly thefts?: number
  readonly officers?: number
  readonly origin: string
  /** Where the ground truth is written. */
  readonly folder: string
  readonly points: readonly Point[]
  readonly partners: readonly Partner[]
  readonly trouble: Trouble
  readonly signal: AbortSignal
  readonly say: (line: string) => void
  readonly progress: (what: string, done: number, of: number) => void
  readonly signIn?: SignIn
  readonly patienceMs?: number
}

export type Played = {
  readonly day: Day
  readonly truth: string
  readonly rows: readonly Row[]
  readonly observed: Observed
}

const longestQuietMs = 90_000
const quietLooks = 4
const quietMs = 1000
/** An officer's device says where it is this often at most, however fast the day goes. */
const leastMoveMs = 10_000

/** Plays a London day against a running system, and says what came of it. */
export async function runDay(options: DayOptions): Promise<Played> {
  const { seed, points, partners, say, signal, from, to } = options
  const made = makeDay(seed, points, options.thefts === undefined ? {} : { thefts: options.thefts })
  const day = playedDay({ ...made, officers: made.officers.slice(0, options.officers) }, { from, to })
  const truth = writeTruth(options.folder, day, { from, to })
  say(`${day.thefts.length} thefts, ${day.officers.length} officers; ground truth in ${truth}`)
  const world = openWorld({
    origin: options.origin,
    day,
    partners,
    signIn: options.signIn,
    patienceMs: options.patienceMs,
  })
  const since = new Date().toISOString()
  try {
    await introduce(world)
    await enrolAll(world, (done, of) => options.progress('Enrolling', done, of), signal)
    if (hasTrouble(options.trouble)) await trouble(partners, options.trouble)
    await playSteps(options, world, day)
    await untilQuiet(options, since)
  } finally {
    if (hasTrouble(options.trouble)) await trouble(partners, { down: [] })
    await world.leave()
  }
  const observed = await observe(options, day, world.facts, since)
  writeObserved(options.folder, observed)
  return { day, truth, observed, rows: scorecard(observed) }
}

const hasTrouble = ({ down, delayMs, errorRate }: Trouble) =>
  down.length > 0 || delayMs !== undefined || errorRate !== undefined

async function playSteps(options: DayOptions, world: ReturnType<typeof openWorld>, day: Day): Promise<void> {
  const { from, to, speed, signal, say, progress } = options
  const steps = scheduleOf(day, { from, to }, Math.max(300, (leastMoveMs / 1000) * speed))
  const clock = dayClock({ from, speed, began: Date.now() })
  let hour = Math.floor(from / 3600)
  const counts: Partial<Record<Step['do'], number>> = {}
  let finished = 0
  say(`${clockOf(from)}  the day begins`)
  const done = (step: Step) => {
    finished += 1
    counts[step.do] = (counts[step.do] ?? 0) + 1
    progress(`${clockOf(step.at)} in London`, finished, steps.length)
    if (Math.floor(step.at / 3600) <= hour) return
    hour = Math.floor(step.at / 3600)
    const { report = 0, attach = 0, offer = 0, withdraw = 0 } = counts
    const late = Math.max(0, clock.now() - step.at) / speed
    say(
      `${clockOf(hour * 3600)}  ${report} reports, ${attach} phones on again, ${offer} dealer checks, ${withdraw} taken back` +
        (late > 2 ? `; this player is ${late.toFixed(0)} s late` : ''),
    )
  }
  await play(world, { steps, clock, signal, done })
}

/** What was owed at the end is waited for, but not for ever. */
async function untilQuiet({ partners, signal, say }: DayOptions, since: string): Promise<void> {
  say('The day is over; waiting for what is still under way ...')
  let before = -1
  let still = 0
  for (
    const end = Date.now() + longestQuietMs;
    Date.now() < end && still < quietLooks && !signal.aborted;
    await pause(quietMs)
  ) {
    const { journals, messages = [] } = await heard(partners, since)
    const now = messages.length + [...journals.values()].reduce((sum, effects) => sum + effects.length, 0)
    still = now === before ? still + 1 : 0
    before = now
  }
}

async function heard(partners: readonly Partner[], since: string) {
  const fresh = <One extends { readonly at: string }>(all: readonly One[]) => all.filter(({ at }) => at >= since)
  const [acting, gateways] = [
    partners.filter(({ sort }) => sort !== 'gateway'),
    partners.filter(({ sort }) => sort === 'gateway'),
  ]
  const journals = new Map<string, readonly Effect[]>()
  for (const one of acting) journals.set(one.slug, fresh(await journalOf(one)))
  const isPush = ({ slug }: Partner) => slug === 'demo-push'
  const took = async (those: readonly Partner[]): Promise<readonly Message[] | undefined> =>
    those.length === 0 ? undefined : fresh((await Promise.all(those.map(messagesOf))).flat())
  return {
    journals,
    messages: await took(gateways.filter((one) => !isPush(one))),
    pushes: await took(gateways.filter(isPush)),
  }
}

async function observe({ partners, trouble: { down } }: DayOptions, day: Day, facts: Observed['facts'], since: string) {
  const sorts = new Map(partners.map(({ slug, sort }) => [slug, sort]))
  return { day, facts, sorts, down, ...(await heard(partners, since)) }
}
