import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { fencesAsGeoJson } from './fence-geojson.ts'
import { FenceShape } from './fence-shape.ts'
import { readFence } from './read-fence.ts'

const places = (name: string) => (name === 'Oxford Circus' ? { easting: 529_050, northing: 181_200 } : undefined)

test('a place and a radius are a circle; three corners, each as it comes to hand, are a polygon', () => {
  assert.deepEqual(readFence(' Oxford Circus \n', 200, places), {
    shape: { kind: 'circle', easting: 529_050, northing: 181_200, radius: 200 },
  })
  const { shape } = readFence('TQ 2905 8120\n529300 181200\n\n51.5154, -0.1410', 0, places) as { shape: FenceShape }
  assert.deepEqual(shape.kind === 'polygon' && shape.corners.slice(0, 2), [
    [529_050, 181_200],
    [529_300, 181_200],
  ])
})

test('what is wrong is said of its line; whatever is typed makes a shape that can be stored, or words', () => {
  const says = (typed: string, radius = 200) => (readFence(typed, radius, places) as { says?: string }).says
  assert.match(says('') ?? '', /at least three corners/)
  assert.match(says('the moon') ?? '', /line 1/)
  assert.match(says('TQ 2905 8120\n529300 181200\nOxford Circus') ?? '', /line 3/)
  assert.match(says('TQ 2905 8120\n529300 181200') ?? '', /third/)
  assert.match(says('Oxford Circus', 3000) ?? '', /50 to 2,000/)
  assert.match(says('Oxford Circus', Number.NaN) ?? '', /50 to 2,000/)
  const line = fc.oneof(
    fc.string(),
    fc.constantFrom('TQ 2905 8120', '529300 181200', '51.5154, -0.1410', 'Oxford Circus'),
  )
  fc.assert(
    fc.property(fc.array(line, { maxLength: 5 }), fc.double(), (lines, radius) => {
      const read = readFence(lines.join('\n'), radius, places)
      if ('shape' in read) FenceShape.parse(read.shape)
      else assert.ok(read.says.length > 10)
    }),
  )
})

test('as GeoJSON a ring runs against the clock and is closed, whichever way it was drawn; a circle keeps its radius', () => {
  const box = { west: 529_000, south: 181_000, east: 529_150, north: 181_150 }
  const none = { plan: null, retired: null, zones: null, borough: null, first_squares: null }
  const told = { fence: 'f', tenant: 'met', ...none, ...box }
  const times = { starts: '2026-11-27T10:00:00.000Z', until: '2026-11-28T10:00:00.000Z' }
  const clockwise: FenceShape = {
    kind: 'polygon',
    corners: [
      [529_000, 181_000],
      [529_000, 181_150],
      [529_150, 181_150],
    ],
  }
  const circle: FenceShape = { kind: 'circle', easting: 529_075, northing: 181_075, radius: 75 }
  const { features } = fencesAsGeoJson([clockwise, circle].map((shape) => ({ ...told, ...times, shape })))
  for (const { geometry } of features) {
    const [ring = []] = geometry.coordinates
    assert.deepEqual(ring[0], ring.at(-1))
    const turn = ring.reduce((sum, [x, y], at) => {
      const [nextX, nextY] = ring[(at + 1) % ring.length] as [number, number]
      return sum + x * nextY - nextX * y
    }, 0)
    assert.ok(turn > 0)
    for (const [lon, lat] of ring) assert.ok(lon > -0.2 && lon < 0 && lat > 51.4 && lat < 51.6)
  }
  assert.deepEqual(
    features.map(({ properties }) => properties.radius),
    [undefined, 75],
  )
})
