import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { calibration } from './calibration.ts'
import type { Day } from './day.ts'
import { assumed, type Window } from './schedule.ts'
import type { Observed } from './scorecard.ts'

/** The day as it really is, one JSON object a line: what the scorecard is held against. The server never reads it. */
export function truthOf(day: Day, window: Window): string {
  const { seed, weekday, thefts, officers } = day
  const lines = [
    { truth: 'day', seed, weekday, ...window, thefts: thefts.length, officers: officers.length, calibration, assumed },
    ...thefts.map((theft) => ({ truth: 'theft', ...theft })),
    ...officers.map((officer) => ({ truth: 'officer', ...officer })),
  ]
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('')
}

export function writeTruth(folder: string, day: Day, window: Window): string {
  mkdirSync(folder, { recursive: true })
  const file = join(folder, `day-${day.seed}.ndjson`)
  writeFileSync(file, truthOf(day, window))
  return file
}

/** What this client saw and what the partners did, beside the truth: the scorecard can be made again from both. */
export function writeObserved(folder: string, { day, facts, journals, messages = [], pushes = [] }: Observed): void {
  const lines: object[] = [
    ...facts,
    ...[...journals].flatMap(([partner, effects]) =>
      effects.map(({ key, kind, outcome, at }) => ({ partner, key, kind, outcome, at })),
    ),
    ...[...messages, ...pushes].map(({ id, at, to, subject }) => ({ message: id, at, to, subject })),
  ]
  writeFileSync(join(folder, `seen-${day.seed}.ndjson`), lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
}
