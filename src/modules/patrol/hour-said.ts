import { z } from 'zod'
import { hourOf, type ToldHour } from './cells/theft-cell.ts'
import { londonHour, timeOfLondonHour } from './london-clock.ts'

/** An hour that somebody told of a theft: in what words, and when they said them. */
export type WhenTold = { readonly when?: string | undefined; readonly at: string }

/**
 * The hour of a theft, null where nobody said it. `told`: the newest first. `justNow`: the report itself says that it is happening.
 * Nobody reports what has not been yet: an hour after that of the report was meant otherwise, and counts as not told.
 */
export function hourOfTheft(
  told: readonly WhenTold[],
  { reportedAt, justNow }: { readonly reportedAt: string; readonly justNow: boolean },
): ToldHour | null {
  const reported = hourOf(reportedAt)
  const hours = told.flatMap(({ when, at }) => {
    const happened = when === undefined ? undefined : hourSaid(when, at)
    return happened && happened <= reported ? [{ happened, hourTold: hourOf(at) }] : []
  })
  const [newest] = hours
  // Who says the same again told it the first time.
  if (newest) return hours.findLast(({ happened }) => happened.getTime() === newest.happened.getTime()) ?? newest
  return justNow ? { happened: reported, hourTold: reported } : null
}

/**
 * The hour that words name, by London's clock: “today at about 2 pm”, “yesterday, 14:30”, “20 minutes ago”; or a system, as an ISO time.
 * All of the words must be understood, and mean one hour: “2:30”, “last night” and “between 2 and 4 pm” may be several.
 */
export function hourSaid(words: string, saidAt: string): Date | undefined {
  const said = Date.parse(saidAt)
  const iso = z.iso.datetime({ offset: true }).safeParse(words.trim()).data
  const plain = words.toLowerCase().replaceAll(filler, ' ').replaceAll(/\s+/g, ' ').trim().replace(/\.$/, '')
  const at = iso === undefined ? (agoSaid(plain, said) ?? clockSaid(plain, said)) : Date.parse(iso)
  return at === undefined || at > said ? undefined : hourOf(new Date(at).toISOString())
}

const filler = /\b(?:at|about|around|roughly|approximately)\b|[,~]/g
const minuteMs = 60_000
const ago = /^(?:(?<minutes>\d{1,3}) ?min(?:ute)?s?|(?<hours>an?|\d{1,2}) ?(?:hours?|hrs?|h)) ago$/

function agoSaid(words: string, said: number): number | undefined {
  if (/^(?:just|right)? ?now$/.test(words)) return said
  const { minutes, hours } = ago.exec(words)?.groups ?? {}
  if (minutes !== undefined) return said - Number(minutes) * minuteMs
  if (hours === undefined) return undefined
  return said - (hours.startsWith('a') ? 1 : Number(hours)) * 60 * minuteMs
}

const day = /(?<day>today|yesterday|this (?=morning|afternoon|evening))(?: ?(?<part>morning|afternoon|evening))?/.source
const time = /(?<time>\d{1,2}(?:[:.][0-5]\d)? ?(?:[ap]\.?m\.?)?|noon|midday)/.source
const dayFirst = new RegExp(`^${day} ${time}$`)
const timeFirst = new RegExp(`^${time} ${day}$`)
const parts: Readonly<Record<string, readonly [number, number]>> = {
  ...{ morning: [0, 12], afternoon: [12, 19], evening: [16, 24] },
}

function clockSaid(words: string, said: number): number | undefined {
  const found = (dayFirst.exec(words) ?? timeFirst.exec(words))?.groups
  const hour = found?.time === undefined ? undefined : hourOfClock(found.time)
  if (!found || hour === undefined) return undefined
  const [from, to] = parts[found.part ?? ''] ?? [0, 24]
  if (hour < from || hour >= to) return undefined
  const midnight = Math.floor(londonHour(said) / 24) * 24 - (found.day === 'yesterday' ? 24 : 0)
  return timeOfLondonHour(midnight + hour).getTime()
}

/** “2:30” is said of the night and of the afternoon, and “12 am” of either end of a day: neither is an hour. */
function hourOfClock(time: string): number | undefined {
  if (time === 'noon' || time === 'midday') return 12
  const [, digits = '', minutes, half] = /^(\d{1,2})(?:[:.](\d\d))? ?([ap])?/.exec(time) ?? []
  const hour = Number(digits)
  if (half === undefined) {
    const isPlain = minutes !== undefined && hour < 24 && (hour > 12 || digits.startsWith('0'))
    return isPlain ? hour : undefined
  }
  if (hour < 1 || hour > 12 || (hour === 12 && half === 'a')) return undefined
  return half === 'p' && hour < 12 ? hour + 12 : hour
}
