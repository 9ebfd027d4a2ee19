import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dayOf, nameOfDay } from '#lib/cells/moment'
import { darkEveningHours, darkFrom, darkShareOf, isDark, lastSunday, londonTime, sunHeight, timeBy } from './sun.ts'

test('A23: the sun over London stands where almanacs have it, and London’s clock is right on both sides of each change', () => {
  // 90° − 51.508° ± 23.44° at noon of the solstices.
  const noon = (month: number) =>
    Math.max(
      ...Array.from({ length: 120 }, (_, minute) => sunHeight(londonTime(dayOf(2026, month, 21), 11.5 + minute / 60))),
    )
  assert.ok(Math.abs(noon(6) - 61.93) < 0.1 && Math.abs(noon(12) - 15.1) < 0.15, `${noon(6)} ${noon(12)}`)
  assert.deepEqual([nameOfDay(lastSunday(2026, 3)), nameOfDay(lastSunday(2026, 10))], ['2026-03-29', '2026-10-25'])
  const clock = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', hour: '2-digit', minute: '2-digit' })
  for (let day = dayOf(2026, 1); day < dayOf(2027, 1); day += 1)
    for (const [hour, says] of [
      [0, '00:00'],
      [12, '12:00'],
      [18.5, '18:30'],
    ] as const)
      assert.equal(clock.format(londonTime(day, hour)), says, nameOfDay(day))
})

test('A23: when the clocks go back it is dark an hour sooner', () => {
  const [before, after] = [dayOf(2026, 10, 24), dayOf(2026, 10, 25)].map(darkFrom)
  assert.ok(before && after && Math.abs(before - after - 1) < 0.1, `${before} ${after}`)
  assert.ok(darkEveningHours(dayOf(2026, 12, 21)) === 7 && darkEveningHours(dayOf(2026, 6, 21)) <= 2)
})

// As printed in London's almanacs and newspapers, by its clock: sunrise, sunset, and the end of civil twilight where it is given.
const printed = [
  { day: [2023, 1, 1], rise: '08:06', set: '16:02' },
  { day: [2024, 3, 20], rise: '06:04', set: '18:13' },
  { day: [2024, 6, 20], rise: '04:43', set: '21:21', dusk: '22:09' },
  { day: [2024, 9, 22], rise: '06:47', set: '18:59' },
  { day: [2024, 12, 21], rise: '08:04', set: '15:53', dusk: '16:33' },
] as const

const minutes = (clock: string) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3))

/** In minutes of London’s clock. Its upper edge: a quarter of a degree above its middle; the air’s bending is in the height. */
function seenOn(day: number) {
  const at = (minute: number) => londonTime(day, minute / 60)
  const isUp = (minute: number) => sunHeight(at(minute)) > -16 / 60
  const changes = Array.from({ length: 1439 }, (_, minute) => minute + 1)
  return {
    rise: changes.find(isUp) ?? 0,
    set: changes.findLast(isUp) ?? 0,
    dusk: changes.findLast((minute) => !isDark(at(minute))) ?? 0,
  }
}

test('A23: the sun rises and sets over London to within two minutes of the printed times, and it is dark from civil dusk', () => {
  for (const { day, ...times } of printed) {
    const found = seenOn(dayOf(day[0], day[1], day[2]))
    for (const [what, says] of Object.entries(times)) {
      const seen = found[what as keyof typeof found]
      assert.ok(Math.abs(seen - minutes(says)) <= 2, `${day} ${what}: ${seen}, printed ${minutes(says)}`)
    }
  }
})

/** Spencer’s series of 1971 for the sun’s declination and the equation of time, as in the NOAA’s calculator. Minutes by UTC. */
function bySpencer(day: number, below: number) {
  const year = new Date(day * 86_400_000).getUTCFullYear()
  const g = (2 * Math.PI * (day + 0.5 - dayOf(year, 1))) / 365.25
  const [c, s] = [Math.cos, Math.sin]
  const equation = 229.18 * (0.000075 + 0.001868 * c(g) - 0.032077 * s(g) - 0.014615 * c(2 * g) - 0.040849 * s(2 * g))
  const tilt =
    0.006918 -
    0.399912 * c(g) +
    0.070257 * s(g) -
    0.006758 * c(2 * g) +
    0.000907 * s(2 * g) -
    0.002697 * c(3 * g) +
    0.00148 * s(3 * g)
  const lat = (51.508 * Math.PI) / 180
  const height = (-below * Math.PI) / 180
  const half = (Math.acos((s(height) - s(lat) * s(tilt)) / (c(lat) * c(tilt))) * 720) / Math.PI
  const noon = 720 + 4 * 0.128 - equation
  return { morning: noon - half, evening: noon + half }
}

test('A23: on each tenth day of three years the sun rises, sets and lets it get dark within four minutes of Spencer’s series', () => {
  for (let day = dayOf(2018, 1); day < dayOf(2021, 1); day += 10) {
    const utc = londonTime(day, 12).getTime() - (day + 0.5) * 86_400_000
    const { rise, set, dusk } = seenOn(day)
    const apart = [
      rise - bySpencer(day, 0.833).morning,
      set - bySpencer(day, 0.833).evening,
      dusk - bySpencer(day, 6).evening,
    ].map((minute) => Math.abs(minute + utc / 60_000))
    assert.ok(Math.max(...apart) <= 4, `${nameOfDay(day)}: ${apart.map((minute) => minute.toFixed(1))}`)
  }
})

test('A23: clocks of other zones give the same moment; nights are longest at the winter solstice, and reversed in the south', () => {
  const [here, there] = [timeBy('Europe/London'), timeBy('America/Vancouver')]
  for (let day = dayOf(2026, 1); day < dayOf(2027, 1); day += 13) {
    assert.equal(here(day + 0.625).getTime(), londonTime(day, 15).getTime())
    const apart = (there(day).getTime() - here(day).getTime()) / 3_600_000
    assert.ok(apart === 8 || apart === 7, `${nameOfDay(day)} ${apart}`)
  }
  const [june, december] = [dayOf(2026, 6, 21), dayOf(2026, 12, 21)]
  assert.ok(darkShareOf(june, here) < 0.28 && darkShareOf(december, here) > 0.6)
  const inSydney = (day: number) => darkShareOf(day, timeBy('Australia/Sydney'), { lat: -33.87, lon: 151.21 })
  assert.ok(inSydney(june) > inSydney(december))
})
