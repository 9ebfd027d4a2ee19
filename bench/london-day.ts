import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { json } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import type { Row } from '../simulators/city/scorecard.ts'
import { install } from '../test/support/installation.ts'
import { atMost, defineBench, type Figure, recorded, type Tools } from './frame.ts'
import type { Report } from './panic/collect.ts'

const city = fileURLToPath(new URL('../simulators/city/main.ts', import.meta.url))
const trouble = ['--delay', '20-500', '--errors', '0.01', '--down', 'demo-o2,demo-hsbc']
/** Shorter for a first look: RINGBACK_BENCH_SHARE=0.5. What was run stands in the figures. */
const share = Number(process.env.RINGBACK_BENCH_SHARE ?? '1')
const end = 23
/** Ten minutes of ours are the ten busiest hours of the day. */
const begin = `${String(end - Math.round(10 * share)).padStart(2, '0')}:00`
const day = ['--seed', '7', '--speed', '60', '--from', begin, '--to', `${end}:00`]
/** 5,000 in ten minutes, by a call handler and by IMEI, so that no number of the day is reported twice. */
const burst = { seconds: Math.round(600 * share), perSecond: 8.34, ways: [['handler', 1]], from: 0 }

async function run(tools: Tools): Promise<readonly Figure[]> {
  const site = await install({ LOG_LEVEL: 'warn' })
  const env = { ...process.env, RINGBACK_DATA: site.dataDir }
  try {
    const origin = `http://localhost:${site.port}`
    const play = spawn(
      process.execPath,
      [city, '--origin', origin, '--json', '--data', tools.receipts, ...day, ...trouble],
      { env },
    )
    const card = json(play.stdout) as Promise<{ rows: readonly Row[] }>
    await enrolled(play, tools.say)
    tools.say('The burst begins with it')
    const reports = await tools.load<Report>('panic', { origin, ...burst })
    const { rows } = await card
    const taken = reports.filter(({ status }) => status === 201).length
    return [
      recorded(`reports beside the day from ${begin} to ${end}:00`, reports.length, 'reports'),
      atMost('burst: reports not taken', reports.length - taken, 'reports', 0),
      ...rows.flatMap(figuresOf),
    ]
  } finally {
    await site.stop()
  }
}

/** Resolves when the owners of the day have prepared and its first hour begins. */
async function enrolled(play: ChildProcess, say: (text: string) => void): Promise<void> {
  if (!play.stderr) throw new Error('The day has no words of its own.')
  const lines = createInterface({ input: play.stderr })
  const begun = new Promise<void>((resolve) => {
    lines.on('line', (line) => {
      say(line)
      if (line.endsWith('the day begins')) resolve()
    })
  })
  const died = once(play, 'exit').then(([code]) => {
    throw new Error(`The day ended with ${code} before it began.`)
  })
  died.catch(() => undefined) // when it ends later, its scorecard is what is wanted
  await Promise.race([begun, died])
}

/** A row of the day's own scorecard. What has no bar is recorded, what could not be computed is left to its own table. */
function figuresOf({ measure, n, figures, bar, met, says }: Row): Figure[] {
  const of = n === undefined ? '' : `, n ${n}`
  if (!figures)
    return met === undefined ? [] : [{ ...recorded(`${measure}: ${says}`, n ?? 0, ''), bar: bar ?? null, holds: met }]
  return [
    recorded(`${measure}${of}: p50`, figures.p50, 'ms'),
    recorded(`${measure}${of}: p95`, figures.p95, 'ms'),
    { ...recorded(`${measure}${of}: p99`, figures.p99, 'ms'), bar: bar ?? null, holds: met ?? null },
  ]
}

export default defineBench({
  name: 'london-day',
  claim:
    'A London day and 5,000 reports in ten minutes at once, partners slow and faulty and two of them down: officers, victims and partners are told within their bars.',
  run,
})
