// node tools/build-lsoa-squares.ts FILE: makes data/lsoa-squares.csv.gz from the outlines of LSOAs in FILE, GeoJSON (data/README.md).
import { readFileSync, writeFileSync } from 'node:fs'
import { gunzipSync, gzipSync } from 'node:zlib'
import { areaOf } from '#lib/cells/area'
import { gridOf } from '#lib/geo/grid'
import { londonCells } from '../src/modules/patrol/cells/london-cells.ts'

type Feature = { readonly properties: { readonly lsoa_code: string }; readonly geometry: unknown }

const [file] = process.argv.slice(2)
if (!file) throw new Error('Say where the outlines are: node tools/build-lsoa-squares.ts FILE')
const { grid } = londonCells()
const toGrid = (lon: number, lat: number) => {
  const { easting, northing } = gridOf({ lon, lat })
  return [easting, northing] as const
}

/** Even-odd: how often a ray to the east crosses the rings. */
function isInside(rings: readonly Float64Array[], x: number, y: number): boolean {
  let inside = false
  for (const ring of rings)
    for (let at = 0, last = ring.length - 2; at < ring.length; last = at, at += 2) {
      const [ax, ay, bx, by] = [ring[at], ring[at + 1], ring[last], ring[last + 1]] as [number, number, number, number]
      if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside
    }
  return inside
}

const lsoaOf = new Array<string | undefined>(grid.rows * grid.cols)
const { features } = JSON.parse(gunzipSync(readFileSync(file)).toString()) as { features: Feature[] }
for (const { properties, geometry } of features)
  for (const rings of areaOf(geometry, toGrid)) {
    const outer = rings[0] as Float64Array
    const of = (axis: number) => outer.filter((_, at) => at % 2 === axis)
    const at = (value: number, origin: number) => Math.floor((value - origin) / grid.cell)
    for (let row = at(Math.min(...of(1)), grid.south); row <= at(Math.max(...of(1)), grid.south); row++)
      for (let column = at(Math.min(...of(0)), grid.west); column <= at(Math.max(...of(0)), grid.west); column++) {
        const [x, y] = [grid.west + (column + 0.5) * grid.cell, grid.south + (row + 0.5) * grid.cell]
        if (row >= 0 && column >= 0 && row < grid.rows && column < grid.cols && isInside(rings, x, y))
          lsoaOf[row * grid.cols + column] = properties.lsoa_code
      }
  }

const lines = ['easting,northing,squares,lsoa']
for (let cell = 0; cell < lsoaOf.length; ) {
  const lsoa = lsoaOf[cell]
  let length = 1
  while ((cell + length) % grid.cols !== 0 && lsoaOf[cell + length] === lsoa) length++
  const [easting, northing] = [
    grid.west + (cell % grid.cols) * grid.cell,
    grid.south + Math.floor(cell / grid.cols) * grid.cell,
  ]
  if (lsoa !== undefined) lines.push([easting, northing, length, lsoa].join(','))
  cell += length
}
const packed = gzipSync(`${lines.join('\n')}\n`, { level: 9 })
writeFileSync(new URL('../data/lsoa-squares.csv.gz', import.meta.url), packed)
console.error(`${lines.length - 1} runs, ${new Set(lsoaOf).size - 1} LSOAs, ${packed.length} packed`)
