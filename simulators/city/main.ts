import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { secondsOf } from './clock.ts'
import { partnersIn, type Trouble } from './partners.ts'
import { londonPoints } from './points.ts'
import { table } from './print.ts'
import { runDay } from './run-day.ts'

const help = `npm run day -- [options]     plays a London day against a running Ringback (npm start), in simulation

  --seed N          which day (7): the same seed is the same day
  --speed N         so many seconds of the day to one of ours (60: a day takes 24 minutes)
  --thefts N        on an ordinary weekday (230)
  --from, --to      HH:MM, which part of the day (00:00 to 24:00)
  --origin URL      where Ringback is (http://localhost:PORT)
  --data FOLDER     where the ground truth and the scorecard go (RINGBACK_DATA or .ringback, and city in it)
  --delay 20-500    partners take so many milliseconds
  --errors 0.01     and so many of their calls fail
  --down A,B        and these do not answer at all
  --json            prints the scorecard as JSON instead of a table
`

const { values } = parseArgs({
  options: {
    ...{ seed: { type: 'string', default: '7' }, speed: { type: 'string', default: '60' }, thefts: { type: 'string' } },
    ...{ from: { type: 'string', default: '00:00' }, to: { type: 'string', default: '24:00' } },
    ...{ origin: { type: 'string' }, data: { type: 'string' }, help: { type: 'boolean' }, json: { type: 'boolean' } },
    ...{ delay: { type: 'string' }, errors: { type: 'string' }, down: { type: 'string', default: '' } },
  },
})

const number = (text: string, name: string, least: number): number => {
  const value = Number(text)
  if (text.trim() !== '' && Number.isFinite(value) && value >= least) return value
  throw new RangeError(`--${name} ${text}: give a number of at least ${least}.`)
}

function troubleOf({ delay, errors, down }: typeof values): Trouble {
  const [, least, most] = /^(\d+)-(\d+)$/.exec(delay ?? '') ?? []
  if (delay !== undefined && !(Number(least) <= Number(most))) throw new RangeError('--delay: write it like 20-500.')
  if (errors !== undefined && number(errors, 'errors', 0) > 1) throw new RangeError('--errors: a share from 0 to 1.')
  return {
    ...{ down: down.split(',').filter(Boolean) },
    ...(delay !== undefined && { delayMs: [Number(least), Number(most)] as const }),
    ...(errors !== undefined && { errorRate: Number(errors) }),
  }
}

/** Where things are shown while it runs: stderr, so that stdout stays the scorecard. */
function shown() {
  const out = process.stderr
  let drawn = false
  const clear = () => {
    if (drawn) out.write('\r\x1b[K')
    drawn = false
  }
  return {
    say: (line: string) => {
      clear()
      out.write(`${line}\n`)
    },
    progress: (what: string, done: number, of: number) => {
      if (!out.isTTY) return
      const filled = of > 0 ? Math.round((20 * done) / of) : 20
      out.write(`\r\x1b[K${what} [${'#'.repeat(filled)}${'-'.repeat(20 - filled)}] ${done} of ${of}`)
      drawn = true
    },
  }
}

async function main(): Promise<void> {
  if (values.help) return void process.stdout.write(help)
  const dataDir = process.env.RINGBACK_DATA ?? '.ringback'
  const folder = values.data ?? join(dataDir, 'city')
  const stop = new AbortController()
  const { say, progress } = shown()
  const ended = () => {
    if (stop.signal.aborted) process.exit(130)
    say('Stopping: the scorecard so far follows. Ctrl-C again ends at once.')
    stop.abort()
  }
  process.on('SIGINT', ended).on('SIGTERM', ended)
  const [from, to] = [secondsOf(values.from), secondsOf(values.to)]
  if (from >= to) throw new RangeError('--from must be before --to.')
  const seed = number(values.seed, 'seed', 0)
  const { rows, truth } = await runDay({
    ...{ seed, from, to, folder, say, progress, signal: stop.signal },
    speed: number(values.speed, 'speed', 1),
    ...(values.thefts !== undefined && { thefts: number(values.thefts, 'thefts', 1) }),
    origin: values.origin ?? `http://localhost:${process.env.PORT ?? 8080}`,
    points: londonPoints(fileURLToPath(new URL('../../data/', import.meta.url))),
    partners: partnersIn(dataDir),
    trouble: troubleOf(values),
  })
  const title = `London day, seed ${seed}, ${values.from} to ${values.to}, in simulation${stop.signal.aborted ? ' (stopped before its end)' : ''}`
  const card = { title, truth, assumed: assumptions, rows }
  writeFileSync(join(folder, `scorecard-${seed}.json`), `${JSON.stringify(card, null, 1)}\n`)
  process.stdout.write(values.json ? `${JSON.stringify(card, null, 1)}\n` : `\n${table(title, rows)}\n${notes}`)
}

const assumptions = [
  'hours and weekdays; report delay and who never reports; who is enrolled, a visitor, or knows the IMEI',
  'banks a victim has; three of five enrolled agree to be located; a tenth is reported twice; found after 20 to 90 minutes',
  'beats of 60 officers; 8% offered to a dealer, 6% in a tray that evening; an officer is near within 1 km',
]
const notes = `Assumed, and in no published source:\n${assumptions.map((one) => `  - ${one}\n`).join('')}`

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
})
