import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { knownCodes, textOf } from './epsg-codes.ts'
import { metresOf, NoFlatMap, projectionFrom, projectionOf } from './projection.ts'

/** Code, longitude, latitude, easting, northing: as PROJ 9.1.1 with its own register has it (`cs2cs EPSG:4326 EPSG:…`). */
const places = [
  [2056, 8.54, 47.37, 2683186.3, 1247156.7],
  [2154, 2.3522, 48.8566, 652469.0, 6862035.3],
  [2157, -6.26, 53.35, 715845.9, 734720.3],
  [2180, 21.01, 52.23, 637231.1, 486786.4],
  [2193, 174.76, -36.85, 1756911.9, 5920321.8],
  [2223, -112.07, 33.45, 653232.0, 891292.2],
  [2225, -124.16, 40.8, 5963759.1, 2182084.8],
  [2226, -121.49, 38.58, 6707457.5, 1973454.6],
  [2227, -122.42, 37.77, 6006747.1, 2108528.9],
  [2229, -118.24, 34.05, 6488965.9, 1840664.9],
  [2230, -117.16, 32.72, 6281779.1, 1842971.2],
  [2232, -104.99, 39.74, 3143422.5, 1694827.3],
  [2236, -80.19, 25.77, 922732.8, 522916.3],
  [2240, -84.39, 33.75, 2228700.3, 1364166.7],
  [2248, -76.61, 39.29, 1422717.1, 591442.9],
  [2249, -71.06, 42.36, 775086.5, 2956519.9],
  [2263, -73.98, 40.75, 989791.5, 212522.5],
  [2264, -80.84, 35.23, 1450565.6, 543727.2],
  [2272, -75.17, 39.95, 2691742.8, 235208.8],
  [2274, -86.78, 36.16, 1738244.2, 665838.7],
  [2276, -96.8, 32.78, 2490933.7, 6970936.8],
  [2277, -97.74, 30.27, 3115180.9, 10071477.0],
  [2278, -95.37, 29.76, 3120040.2, 13841753.5],
  [2285, -122.33, 47.61, 1271259.7, 226099.3],
  [2898, -83.05, 42.33, 13479371.0, 305257.1],
  [2913, -122.68, 45.52, 7643413.0, 683215.0],
  [2926, -122.33, 47.61, 1271263.3, 226097.1],
  [3005, -123.12, 49.28, 1209682.3, 478005.2],
  [3006, 18.07, 59.33, 674647.9, 6580824.6],
  [3035, 2.35, 48.86, 3760649.8, 2889877.9],
  [3067, 24.94, 60.17, 385700.4, 6672126.7],
  [3414, 103.85, 1.29, 29856.5, 30267.2],
  [3435, -87.63, 41.88, 1175784.3, 1899646.8],
  [3734, -81.69, 41.5, 2190378.6, 668967.1],
  [3735, -83, 39.96, 1828339.4, 714269.8],
  [3763, -9.14, 38.72, -87567.1, -104793.6],
  [3812, 4.35, 50.85, 648679.0, 671067.1],
  [3857, -0.14, 51.5, -15584.7, 6710219.1],
  [7846, 93, -20, 500000.0, 7788518.7],
  [7856, 151.2, -33.87, 333510.7, 6250800.2],
  [7859, 170, -20, 395390.7, 7788206.4],
  [21781, 8.54, 47.37, 683186.3, 247156.7],
  [25828, -14, 50, 571666.4, 5539109.8],
  [25832, 9.99, 53.55, 565590.9, 5933912.2],
  [25838, 46, 50, 571666.4, 5539109.8],
  [26901, -177, 60, 500000.0, 6651411.2],
  [26910, -123.1, 49.3, 492729.8, 5460811.0],
  [26923, -44, 60, 555776.3, 6651832.7],
  [26985, -77.04, 38.9, 396530.2, 136906.1],
  [27700, -0.14, 51.5, 529203.0, 179535.6],
  [28348, 106, -20, 604609.3, 7788206.4],
  [28358, 166, -20, 604609.3, 7788206.4],
  [28992, 4.9, 52.37, 121819.4, 487013.8],
  [29902, -6.26, 53.35, 315920.0, 234694.1],
  [29903, -5.93, 54.6, 333825.9, 374388.2],
  [31287, 16.37, 48.21, 625633.4, 483376.1],
  [31370, 4.35, 50.85, 148679.4, 171066.8],
  [31977, -82, -5, 389140.1, 9447251.4],
  [31985, -34, -8, 389795.4, 9115568.3],
  [32601, -177, 10, 500000.0, 1105412.5],
  [32660, 179, 10, 719233.1, 1106077.1],
  [32701, -177, -10, 500000.0, 8894587.5],
  [32723, -43.2, -22.9, 684623.7, 7466421.4],
  [32760, 178, -10, 609600.8, 8894421.4],
] as const

test('a place lies on each known map where PROJ puts it, and comes back', () => {
  for (const [code, lon, lat, x, y] of places) {
    const map = projectionOf(code)
    assert.ok(map, `${code}`)
    const [east, north] = map.forward(lon, lat)
    // Whole metres of the National Grid; and PROJ tells NAD83(HARN) from WGS84, four feet.
    const within = code === 27700 || [2898, 2913, 2926].includes(code) ? 5 : 0.1
    assert.ok(Math.hypot(east - x, north - y) < within, `${code}: ${east} ${north}, not ${x} ${y}`)
    const [back, up] = map.inverse(east, north)
    assert.ok(Math.hypot(back - lon, up - lat) < 2e-5, `${code}: ${back} ${up}`)
  }
})

test('every code that the help names is known and held against PROJ: each grid, and both ends of the zones', () => {
  const held = new Set(places.map(([code]) => code as number))
  const named = [...knownCodes.matchAll(/\d{4,5}/g)]
    .map(([code]) => Number(code))
    .filter((code) => code !== 2000 && code !== 2020)
  assert.ok(named.length > 50)
  for (const code of named) assert.ok(textOf(code) && projectionOf(code) && held.has(code), `${code}`)
  for (const code of held) {
    const isNamed = named.includes(code)
    const isBetween = named.some(
      (from, at) => from < code && code < (named[at + 1] ?? 0) && textOf(from)?.includes('+zone'),
    )
    assert.ok(isNamed || isBetween, `${code} is not in the help`)
  }
  for (const code of [0, 1, 4326, 25_827, 25_839, 26_900, 26_924, 32_600, 32_661, 32_700, 25_832.5])
    assert.equal(projectionOf(code), undefined, `${code}`)
})

test('a map is read from its text, or refused with a sentence; whatever the text, nothing else is thrown', () => {
  const utm = projectionFrom('+proj=utm +zone=31 +ellps=GRS80 +units=m')
  assert.deepEqual(utm.forward(4.9, 52.37), projectionOf(25_831)?.forward(4.9, 52.37))
  for (const text of [
    '',
    'EPSG:27700',
    'WGS84',
    'constructor',
    '+proj=longlat',
    '+proj=geocent',
    '+proj=nothing',
    '+proj=utm +zone=30 +nadgrids=a.gsb',
    '+proj=utm +zone=30 +nadgrids=@a.gsb',
    'GEOGCS["x"]',
  ])
    assert.throws(() => projectionFrom(text), NoFlatMap, text)
  const words = fc.constantFrom(
    ...[
      '+proj=',
      'utm',
      'tmerc',
      'lcc',
      'longlat',
      ' +zone=',
      '32',
      '-1',
      '1e9',
      ' +lat_1=',
      ' +lat_0=',
      ' +units=',
      'm',
      'us-ft',
    ],
    ...[
      ' +ellps=GRS80',
      ' +datum=',
      'PROJCS[',
      'GEOGCS[',
      '"a"',
      ',',
      ']',
      'PROJECTION["Mercator_1SP"]',
      ' +nadgrids=none.gsb',
      '+',
    ],
  )
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(words, { maxLength: 9 }).map((all) => all.join('')),
      ),
      (text) => {
        try {
          const map = projectionFrom(text)
          for (const place of [map.forward(-0.1, 51.5), map.inverse(530_000, 180_000)])
            for (const one of place) assert.equal(typeof one, 'number')
        } catch (error) {
          assert.ok(error instanceof NoFlatMap, String(error))
        }
      },
    ),
    { numRuns: 500 },
  )
})

test('how long a unit is on the ground: a metre, a foot, and less than that where a map stretches', () => {
  const at = (code: number, lon: number, lat: number) => {
    const map = projectionOf(code) as NonNullable<ReturnType<typeof projectionOf>>
    return metresOf(map, ...map.forward(lon, lat))
  }
  for (const [code, lon, lat, metres] of [
    [27700, -0.14, 51.5, 1],
    [2263, -73.98, 40.75, 0.3048],
    [2913, -122.68, 45.52, 0.3048],
    [3857, -0.14, 51.5, 0.6235],
    [3857, 0, 0, 1],
  ] as const)
    for (const one of at(code, lon, lat)) assert.ok(Math.abs(one / metres - 1) < 0.01, `${code}: ${one}`)
})
