// node tools/build-release.ts: tries the learned model on London's published thefts month by month, and keeps what the release
// rule said of each in data/forecast (data/README.md). It takes minutes, so no page does it.
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { parse } from 'csv-parse/sync'
import { cellCounts } from '#lib/cells/counts'
import { firstDayOf, momentOf, nameOfMonth } from '#lib/cells/moment'
import { together } from '#modules/patrol/cells/published-thefts'
import { cellMetres } from '#modules/patrol/cells/theft-cell'
import { tryLearned } from '#modules/patrol/forecast/try-learned'
import { londonCells, whyOf } from '#modules/patrol/public'

const source = 'data/london-points/theft-from-the-person_2018-02_2019-08.csv.gz'
const root = fileURLToPath(new URL('../', import.meta.url))
const bytes = readFileSync(root + source)
const rows = parse<Record<string, string>>(gunzipSync(bytes), { columns: true })
const london = londonCells()
const counts = cellCounts(london.grid.rows * london.grid.cols, 91)
let thefts = 0
const points = rows.map(({ month = '', longitude, latitude, ...row }) => ({
  ...{ month, lon: Number(longitude), lat: Number(latitude), thefts: Number(row.thefts), borough: '' },
}))
for (const { month, cell, thefts: weight } of together(points, [])) {
  const at = momentOf(month)?.month ?? 0
  counts.add(cell, { day: firstDayOf(at) + 15, month: at, weight })
  thefts += weight
}
const releases = []
for (const { month, release, seconds } of tryLearned({ counts, london }, () => performance.now())) {
  releases.push({ month, release })
  console.error(month, `${seconds.toFixed(1)} s`, whyOf(release))
}
console.error(`${Math.round(process.resourceUsage().maxRSS / 1024)} MB at most`)

mkdirSync(`${root}data/forecast`, { recursive: true })
writeFileSync(
  `${root}data/forecast/theft-from-the-person.json`,
  `${JSON.stringify(
    {
      what: 'Whether the learned model was released for each month, by the release rule of docs/guide/forecast.md, each from the months before it',
      ...{ by: 'tools/build-release.ts', from: source, sha256: createHash('sha256').update(bytes).digest('hex') },
      ...{ cellMetres, squares: london.cells, thefts },
      ...{ first: nameOfMonth(counts.months()[0] ?? 0), last: nameOfMonth(counts.months().at(-1) ?? 0) },
      releases,
    },
    null,
    2,
  )}\n`,
)
