import { dayOf, monthOfDay, weekdayOf } from '#lib/cells/moment'
import { easterOf, isSchoolDay, lastMonday } from '#lib/forecast/calendar'
import { lastSunday } from '#lib/season/sun'
import type { KnownLaunch } from './known-launches.ts'

/** Days on which more people carry phones in a crowd, or in the dark, than on others. Not that more are taken: that is counted. */
export type Period = {
  readonly slug: string
  readonly name: string
  /** Days since 1970; `to` is the last one. */
  readonly from: number
  readonly to: number
  /** A borough, where it is in one; else all of London. */
  readonly borough?: string
  /** The dates are those of past years, because nobody has said them yet. */
  readonly guessed?: boolean
}

const year = 366

/** Those of the year from a day on, the first one first. */
export function periodsFrom(day: number, launches: readonly KnownLaunch[]): Period[] {
  const first = Math.floor(monthOfDay(day) / 12)
  return [first, first + 1]
    .flatMap((each) => [...periodsOf(each), ...launchesOf(each, launches)])
    .filter(({ from, to }) => to >= day && from < day + year)
    .sort((a, b) => a.from - b.from || a.to - b.to)
}

function periodsOf(each: number): Period[] {
  const easter = easterOf(each)
  const [may, spring, august] = [mondayFrom(dayOf(each, 5)), lastMonday(each, 5), lastMonday(each, 8)]
  const [forward, back] = [lastSunday(each, 3), lastSunday(each, 10)]
  return [
    { slug: 'schools', name: 'Schools start again', ...week(firstSchoolDay(dayOf(each, 1))) },
    { slug: 'clocks', name: 'The clocks go forward', ...week(forward) },
    { slug: 'bank-holiday', name: 'Easter', from: easter - 2, to: easter + 1 },
    { slug: 'schools', name: 'Schools start again after Easter', ...week(firstSchoolDay(easter + 2)) },
    { slug: 'bank-holiday', name: 'First bank holiday of May', from: may - 2, to: may },
    { slug: 'bank-holiday', name: 'Last bank holiday of May', from: spring - 2, to: spring },
    {
      ...{ slug: 'carnival', name: 'Notting Hill Carnival', from: august - 1, to: august },
      borough: 'Kensington and Chelsea',
    },
    { slug: 'schools', name: 'Schools start again after summer', ...week(firstSchoolDay(dayOf(each, 8, 20))) },
    { slug: 'clocks', name: 'The clocks go back', ...week(back) },
    { slug: 'christmas', name: 'Christmas shopping', from: dayOf(each, 11, 18), to: dayOf(each, 12, 24) },
    {
      ...{ slug: 'new-year', name: 'New Year’s Eve', from: dayOf(each, 12, 31), to: dayOf(each + 1, 1, 1) },
      borough: 'Westminster',
    },
  ]
}

const week = (from: number) => ({ from, to: from + 6 })
const mondayFrom = (day: number) => day + ((7 - weekdayOf(day)) % 7)

function firstSchoolDay(from: number): number {
  let day = from
  while (!isSchoolDay(day)) day += 1
  return day
}

/** A fortnight from each launch that is known; where no iPhone of the year is, one guessed from the days of past years. */
function launchesOf(each: number, launches: readonly KnownLaunch[]): Period[] {
  const known = launches.filter(({ day, flagship }) => flagship && yearOf(day) === each)
  const found = known.map(({ day, name }) => ({ slug: 'launch', name: `On sale: ${name}`, from: day, to: day + 13 }))
  const autumn = launches
    .filter(({ make, day, flagship }) => make === 'Apple' && flagship && monthOfDay(day) % 12 === 8)
    .map(({ day }) => day - dayOf(yearOf(day), 9))
  if (autumn.length === 0 || known.some(({ make }) => make === 'Apple')) return found
  const september = dayOf(each, 9)
  const [from, to] = [september + Math.min(...autumn), september + Math.max(...autumn) + 13]
  return [...found, { slug: 'launch', name: 'New iPhones, if as in past years', from, to, guessed: true }]
}

const yearOf = (day: number) => Math.floor(monthOfDay(day) / 12)
