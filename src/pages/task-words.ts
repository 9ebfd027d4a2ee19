import {
  type DismissReason,
  methodWords,
  nameOfSquare,
  type ShownTask,
  type TaskKind,
  type TaskResult,
  type TaskTally,
  type Team,
  teams,
} from '#modules/patrol/public'
import { drawnBars } from './bars.ts'
import { patternSays } from './pattern-words.ts'

export const kindWords: Readonly<Record<TaskKind, string>> = {
  patrol: 'Patrol',
  visit: 'Visit',
  search: 'Search',
  operation: 'Operation',
}
export const resultWords: Readonly<Record<TaskResult, string>> = {
  'phones-found': 'We found phones',
  'somebody-identified': 'We know who it was',
  agreed: 'They will change something',
  'was-there': 'We were there',
  'nothing-there': 'Nothing was there',
}
const resultsOf: Readonly<Record<TaskKind, readonly TaskResult[]>> = {
  patrol: ['was-there', 'somebody-identified', 'phones-found', 'nothing-there'],
  visit: ['agreed', 'was-there', 'somebody-identified', 'phones-found', 'nothing-there'],
  search: ['phones-found', 'somebody-identified', 'nothing-there'],
  operation: ['somebody-identified', 'phones-found', 'was-there', 'nothing-there'],
}
export const resultsFor = (kind: TaskKind) => resultsOf[kind].map((value) => ({ value, text: resultWords[value] }))

export const noWords: Readonly<Record<DismissReason, string>> = {
  known: 'We knew it already',
  event: 'A big event was there',
  recording: 'Only the way of reporting changed',
  'no-link': 'These have nothing in common',
}
export const teamChoices = () => teams.map((value) => ({ value, text: teamName(value) }))
const teamName = (team: Team) => `${team.replaceAll('-', ' ')}s`.replace(/^./, (first) => first.toUpperCase())

type Looking = { readonly actor: string; readonly tenant: string }

/** One task in words: what, where, why, what it is worth, until when, and who has it. */
export function shownTask(task: ShownTask, { actor, tenant }: Looking) {
  const [first] = task.squares
  const near = first === undefined || task.source === 'surge' ? '' : nameOfSquare(first)
  return {
    ...{ task: task.task, kind: task.kind, borough: task.borough, near, cite: task.finding ?? '' },
    what: `${kindWords[task.kind]}${whereOf(task, near)}`,
    why: whyOf(task),
    worth: task.worth.toFixed(1),
    stake: task.stake.toFixed(1),
    confidence: `${Math.round(100 * task.confidence)}%`,
    ...{ raised: iso(task.raised_at), until: iso(task.until) },
    holder: task.taken_by === null ? '' : task.officer === actor ? 'You have it' : `${task.by ?? task.taken_by} has it`,
    isOurs: task.taken_by === tenant,
    isTaken: task.taken_by !== null,
    team: task.team ? teamName(task.team) : '',
  }
}
export type TaskInWords = ReturnType<typeof shownTask>

function whereOf({ source, shop, borough }: ShownTask, near: string): string {
  if (source === 'dealer') return ` ${shop ?? 'a dealer'}`
  if (source === 'venue') return ` the place near ${near}`
  return near ? ` near ${near}` : ` in ${borough}`
}

/** One sentence, with what it cites. */
function whyOf({ source, counted, usual_tenths, method, starts, ends, chance_one_in }: ShownTask): string {
  const usual = usual_tenths > 0 ? (usual_tenths / 10).toFixed(1) : 'hardly any'
  if (source === 'dealer')
    return `${counted} stolen phones were checked at this counter in four weeks: they can say who brought them.`
  if (source === 'traces')
    return `The makers traced ${counted} stolen phones to this square of 150 metres within two weeks.`
  if (source === 'venue')
    return `${counted} thefts in a year in a square where ${usual} were to be expected: more than luck explains.`
  const kind = method ? `${methodWords[method]?.toLowerCase() ?? method}, ` : ''
  const chance = (chance_one_in ?? 1).toLocaleString('en-GB')
  const when = starts && ends ? ` from ${clock(starts)} to ${clock(ends)}` : ''
  return `${patternSays(source)}: ${kind}${counted} thefts${when} where ${usual} would be usual (by chance at 1 look in ${chance}).`
}

const clockFormat = new Intl.DateTimeFormat('en-GB', {
  ...{
    timeZone: 'Europe/London',
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
  },
})
const clock = (at: Date | string) => clockFormat.format(new Date(at))
const iso = (at: Date | string | number) => new Date(at).toISOString()

/** What became of the tasks of four weeks, a row a kind. */
export const tallyRows = (tally: readonly TaskTally[]): string[][] =>
  tally.map(({ kind, raised, done, good, putAside, expired }) => [
    kindWords[kind],
    ...[raised, done, good, putAside, expired].map(String),
  ])

/** What was put in and what came out, on one chart: of each kind how many were done, and how many of those found something. */
export const tallyBars = (tally: readonly TaskTally[]) =>
  drawnBars(
    tally.flatMap(({ kind, raised, done, good }) => [
      { says: `${kindWords[kind]}: ${done} of ${raised} done`, value: done },
      { says: `${kindWords[kind]}: ${good} found or agreed`, value: good },
    ]),
  )
