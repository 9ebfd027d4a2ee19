import type { Direction } from './alert.ts'

type Theft = {
  readonly method: string
  readonly verified: boolean
  readonly near: string
  readonly direction: Direction | undefined
  readonly reportedAt: string
  readonly located: boolean
  readonly danger: boolean
}

/** How each sort of theft is said in a title. */
export const methodWords: Readonly<Record<string, string>> = {
  snatch: 'Phone snatched',
  pickpocket: 'Phone picked from a pocket or bag',
  table: 'Phone taken from a table',
  robbery: 'Phone robbery',
  distraction: 'Phone taken by distraction',
  lost: 'Phone lost',
  other: 'Phone taken',
}

const clock = new Intl.DateTimeFormat('en-GB', {
  ...{ timeZone: 'Europe/London', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
})

/** What an officer's device shows before it is opened. It never says anything about a person, verified or not. */
export function pushText({ method, verified, near, direction, reportedAt, located, danger }: Theft): {
  title: string
  text: string
} {
  const what = located ? 'Stolen phone seen' : (methodWords[method] ?? 'Phone taken')
  const lines = [
    ...(danger ? ['The victim says that they are in danger or hurt.'] : []),
    ...(verified ? [] : ['Not verified: no ground to stop anyone by itself.']),
    `Reported at ${clock.format(new Date(reportedAt))}.`,
    ...(direction ? [`They went ${direction}.`] : []),
    'Do not chase. Open Ringback to answer.',
  ]
  return { title: `${danger ? 'In danger: ' : ''}${what} near ${near}`.slice(0, 100), text: lines.join(' ') }
}
