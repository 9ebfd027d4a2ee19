/** Data are UTC; a screen shows the time of the place where the phone was taken. */
const zone = 'Europe/London'

const format = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat('en-GB', { timeZone: zone, ...options })
const clockFormat = format({ hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' })
const minuteFormat = format({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
const calendar = { timeZone: zone, day: 'numeric', month: 'long', year: 'numeric' } as const
const dayFormats = { 'en-GB': new Intl.DateTimeFormat('en-GB', calendar), cy: new Intl.DateTimeFormat('cy', calendar) }
const nearDays = { 'en-GB': ['today', 'yesterday', 'tomorrow'], cy: ['heddiw', 'ddoe', 'yfory'] } as const
const ons = { 'en-GB': 'on', cy: 'ar' } as const

/** Local time to the second: `14:02:07`. */
export function clock(at: string): string {
  return clockFormat.format(new Date(at))
}

/** Day and minute as said to a person: `today 14:02`, `tomorrow 08:00`, `3 November 2026, 09:15`. `now` and `at` are UTC ISO times. */
export function moment(at: string, now: string, language: keyof typeof dayFormats = 'en-GB'): string {
  const [dayFormat, [today, yesterday, tomorrow]] = [dayFormats[language], nearDays[language]]
  const day = dayFormat.format(new Date(at))
  const time = minuteFormat.format(new Date(at))
  if (day === dayFormat.format(new Date(now))) return `${today} ${time}`
  if (day === dayFormat.format(dayBeside(now, -1))) return `${yesterday} ${time}`
  if (day === dayFormat.format(dayBeside(now, 1))) return `${tomorrow} ${time}`
  return `${day}, ${time}`
}

/** The same as a part of a sentence: `ends today 14:02`, `ends on 3 November 2026, 09:15`. */
export function onMoment(at: string, now: string, language: keyof typeof dayFormats = 'en-GB'): string {
  const said = moment(at, now, language)
  return nearDays[language].some((day) => said.startsWith(day)) ? said : `${ons[language]} ${said}`
}

/** Noon of the day before or after `now` in the zone, so that a 23- or 25-hour day cannot skip or repeat one. */
function dayBeside(now: string, days: -1 | 1): Date {
  const parts = new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(new Date(now))
  return new Date(Date.parse(`${parts}T12:00:00Z`) + days * 24 * 3600 * 1000)
}

/** A day as said to a person: `1 December 2026`. Of `2026-12-01`, or of a moment: then it is London's day. Files keep ISO. */
export function longDay(at: string | Date): string {
  return dayFormats['en-GB'].format(new Date(at))
}

/** A month of a published figure: `2026-03` as `March 2026`. */
export function monthName(month: string): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', month: 'long', year: 'numeric' }).format(
    new Date(`${month}-15T12:00:00Z`),
  )
}

/** How long something took: `under 0.1 s`, `1.2 s`, `43 s`, `3 min 5 s`. */
export function seconds(tookMs: number): string {
  if (tookMs < 50) return 'under 0.1 s'
  const whole = Math.round(tookMs / 1000)
  if (tookMs < 9950) return `${(tookMs / 1000).toFixed(1)} s`
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`
}

/** A count of people or thefts: `1,234`; a count of 1 to 4 could point at somebody, so it is `fewer than 5`. */
export function amount(value: number | string): string {
  if (typeof value === 'string') return value
  if (value > 0 && value < 5 && Number.isInteger(value)) return 'fewer than 5'
  return new Intl.NumberFormat('en-GB').format(value)
}

/** Pence as pounds: `£1,234.50`, whole pounds without the pence. */
export function pounds(pence: number): string {
  return new Intl.NumberFormat('en-GB', {
    style: 'currency',
    currency: 'GBP',
    trailingZeroDisplay: 'stripIfInteger',
  }).format(pence / 100)
}
