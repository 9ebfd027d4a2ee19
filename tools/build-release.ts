// node tools/build-release.ts: tries the learned model on London's published thefts month by month, and keeps what the release
// rule said of each in data/forecast (data/README.md). It takes minutes, so no page does it.
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { parse } from 'csv-parse/sync'
import { momentOf, nameOfMonth } from '#lib/cells/moment'
import { calendarOf, months } from '#lib/forecast/calendar'
import { forecaster } from '#lib/forecast/forecast'
import { before } from '#lib/forecast/history'
import { historyFrom } from '#lib/forecast/history-from'
import { gridOf } from '#lib/geo/grid'
import { cellMetres } from '#modules/patrol/cells/theft-cell'
import { londonCells } from '#modules/patrol/public'

const source = 'data/london-points/theft-from-the-person_2018-02_2019-08.csv.gz'
const root = fileURLToPath(new URL('../', import.meta.url))
const bytes = readFileSync(root + source)
const rows = parse<Record<string, string>>(gunzipSync(bytes), { columns: true })
const at = rows.map(({ longitude, latitude }) => gridOf({ lon: Number(longitude), lat: Number(latitude) }))
const period = rows.map(({ month = '' }) => momentOf(month)?.month ?? 0)
const [first, last] = [Math.min(...period), Math.max(...period)]
const { grid, mask } = londonCells()
const { history } = historyFrom(
  {
    ...{ length: rows.length, x: at.map(({ easting }) => easting), y: at.map(({ northing }) => northing), period },
    weight: rows.map(({ thefts }) => Number(thefts)),
  },
  ...([grid, mask, [first, last + 1]] as const),
)

// The shares and the calendar of `ringback backtest`.
const forecastOf = forecaster({ shares: [0.002, 0.005, 0.01, 0.05], calendar: calendarOf(months) })
const releases = []
for (let month = first + 3; month <= last + 1; month++) {
  const { release } = forecastOf(before(history, month))
  releases.push({ month: nameOfMonth(month), uses: release.uses, periods: release.periods, why: release.why })
  console.error(nameOfMonth(month), release.why)
}

mkdirSync(`${root}data/forecast`, { recursive: true })
writeFileSync(
  `${root}data/forecast/theft-from-the-person.json`,
  `${JSON.stringify(
    {
      what: 'Whether the learned model was released for each month, by the release rule of docs/guide/forecast.md, each from the months before it',
      ...{ by: 'tools/build-release.ts', from: source, sha256: createHash('sha256').update(bytes).digest('hex') },
      ...{ cellMetres, squares: history.cells.length, first: nameOfMonth(first), last: nameOfMonth(last) },
      thefts: history.counts.flatMap((one) => [...one]).reduce((sum, one) => sum + one, 0),
      releases,
    },
    null,
    2,
  )}\n`,
)
