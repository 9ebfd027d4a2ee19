// Draws a geofence on a map: it writes the corners into the field in which one can type them, and the form is sent as ever.
// Fences that hold are on the map, and new ones come by themselves. Without this file, or without WebGL, the field is there.
const one = (name) => document.querySelector(`[data-${name}]`)
const box = one('map')
const figure = one('map-figure')
const { corners: field, radius: radiusField } = one('fence').elements
const { boundsOf, openMap, single } = await import(box.dataset.script)
const most = Number(box.dataset.most)
const [least, widest] = box.dataset.radii.split(',').map(Number)

const collection = (features = []) => ({ type: 'FeatureCollection', features })
const featureOf = (type, coordinates) => ({ type: 'Feature', properties: {}, geometry: { type, coordinates } })

let map
let fences = collection()
/** What is being drawn: 'polygon' or 'circle', its points [longitude, latitude], what the field said before. */
let drawing
/** Where the pointer is while it draws. */
let pointer

function ownLayers({ page, ink, brand }) {
  const of = (source, id, type, paint, more) => ({ id, type, source, paint, ...more })
  const isDrawn = ['!=', ['get', 'kind'], 'plan']
  return {
    sources: {
      fences: { type: 'geojson', data: fences },
      drawing: { type: 'geojson', data: shown() },
    },
    layers: [
      of('fences', 'fences', 'fill', { 'fill-color': brand, 'fill-opacity': ['case', isDrawn, 0.25, 0.1] }),
      of('fences', 'rims', 'line', { 'line-color': brand, 'line-width': ['case', isDrawn, 2.5, 1] }),
      of('drawing', 'drawing', 'fill', { 'fill-color': ink, 'fill-opacity': 0.15 }),
      of('drawing', 'drawing-edge', 'line', { 'line-color': page, 'line-width': 6 }),
      of('drawing', 'drawing-rim', 'line', { 'line-color': ink, 'line-width': 3 }),
      of(
        ...['drawing', 'corners', 'circle'],
        { 'circle-color': page, 'circle-radius': 6, 'circle-stroke-color': ink, 'circle-stroke-width': 3 },
        { filter: ['==', ['geometry-type'], 'Point'] },
      ),
    ],
  }
}

// Metres and degrees. Over one fence London is flat.

const metresNorth = 111_200
const metresEast = (lat) => metresNorth * Math.cos((lat * Math.PI) / 180)
const between = ([lon, lat], [otherLon, otherLat]) =>
  Math.hypot((otherLon - lon) * metresEast(lat), (otherLat - lat) * metresNorth)

function ringAround([lon, lat], metres) {
  return Array.from({ length: 49 }, (_, at) => {
    const turn = (at * Math.PI) / 24
    return [lon + (metres * Math.cos(turn)) / metresEast(lat), lat + (metres * Math.sin(turn)) / metresNorth]
  })
}

// The field: one point a line, latitude first. What else one may type (a street, a grid reference) the server knows.

const lineOf = ([lon, lat]) => `${lat.toFixed(5)}, ${lon.toFixed(5)}`

function pointsTyped() {
  const lines = field.value.split('\n').filter((line) => line.trim())
  const read = lines.map((line) => /^\s*(4\d|5\d|6[01])(\.\d+)?\s*,\s*(-?\d(\.\d+)?)\s*$/.exec(line))
  return read.every(Boolean) ? read.map(([line]) => line.split(',').map(Number).reverse()) : []
}

const radiusTyped = () => {
  const metres = Number(radiusField.value)
  return metres >= least && metres <= widest ? metres : undefined
}

/** The shape of the field, and the way to the pointer while one draws. */
function shown() {
  const points = drawing?.points ?? pointsTyped()
  const isCircle = drawing ? drawing.kind === 'circle' : points.length === 1
  const corners = points.map((point) => featureOf('Point', point))
  if (isCircle) {
    const [middle] = points
    const metres = middle && (drawing && pointer ? radiusTo(pointer) : radiusTyped())
    return collection(metres ? [featureOf('Polygon', [ringAround(middle, metres)]), ...corners] : corners)
  }
  const way = drawing && pointer ? [...points, pointer] : points
  if (way.length > 2) return collection([featureOf('Polygon', [[...way, way[0]]]), ...corners])
  return collection(way.length === 2 ? [featureOf('LineString', way), ...corners] : corners)
}

const radiusTo = (point) => Math.min(widest, Math.max(least, Math.round(between(drawing.points[0], point))))
const draw = () => map?.getSource('drawing')?.setData(shown())

function tell(words) {
  one('draw-says').textContent = words
}

function write() {
  field.value = drawing.points.map(lineOf).join('\n')
  draw()
}

// Drawing.

const hints = {
  polygon: 'Put a corner where you click. With the keyboard: move the map, and press Space for a corner in its middle.',
  circle: 'Click its middle, then its rim. With the keyboard: move the map, press Space, and type the radius below.',
}

function begin(kind) {
  drawing = { kind, points: [], before: [field.value, radiusField.value] }
  figure.classList.add('rb-map--draws')
  one('draw-begin').hidden = true
  one('draw-on').hidden = false
  map.doubleClickZoom.disable()
  write()
  tell(hints[kind])
  map.getCanvas().focus()
}

function end(words) {
  drawing = undefined
  pointer = undefined
  figure.classList.remove('rb-map--draws')
  const wasInside = one('draw-on').contains(document.activeElement)
  one('draw-begin').hidden = false
  one('draw-on').hidden = true
  if (wasInside) one('draw-begin').querySelector('button').focus()
  map.doubleClickZoom.enable()
  draw()
  tell(words)
}

/** The second click of a double one is no corner of its own. */
function isLast(point) {
  const last = drawing.points.at(-1)
  if (!last) return false
  const [a, b] = [last, point].map((each) => map.project(each))
  return Math.hypot(a.x - b.x, a.y - b.y) < 6
}

function add(point) {
  const { kind, points } = drawing
  if (isLast(point)) return
  if (kind === 'circle' && points.length === 1) {
    radiusField.value = radiusTo(point)
    return finish()
  }
  if (points.length === most) return tell(`${most} corners are the most. Finish the shape.`)
  points.push(point)
  pointer = undefined
  write()
  if (kind === 'circle') return tell(`The middle is set. Click the rim, or type the radius below and press Enter here.`)
  const missing = 3 - points.length
  tell(`${said(points.length)}. ${missing > 0 ? `${missing} more at least.` : 'Go on, or press Enter to finish.'}`)
}

const said = (corners) => `${corners} ${corners === 1 ? 'corner' : 'corners'}`

function undo() {
  drawing.points.pop()
  write()
  tell(`The last one is gone. ${said(drawing.points.length)}.`)
}

function finish() {
  const { kind, points } = drawing
  if (kind === 'polygon' && points.length < 3) return tell(`A shape needs 3 corners. It has ${points.length}.`)
  if (kind === 'circle' && points.length === 0) return tell('A circle needs a middle. Click there first.')
  if (kind === 'circle' && !radiusTyped()) return tell(`Type a radius of ${least} to ${widest} metres below.`)
  const what = kind === 'circle' ? `circle of ${radiusField.value} metres` : `shape of ${said(points.length)}`
  end(`The ${what} is in the field below. It begins when you press “Begin this geofence”.`)
}

function cancel() {
  ;[field.value, radiusField.value] = drawing.before
  end('Nothing was drawn.')
}

const inMiddle = () => add(map.getCenter().toArray())
const all = () => map.fitBounds(boundsOfFences() ?? boundsOf(box), { padding: 40, maxZoom: 14.5 })
const keys = {
  polygon: () => begin('polygon'),
  circle: () => begin('circle'),
  ...{ middle: inMiddle, undo, finish, cancel, all },
  closer: () => map.zoomIn(),
  farther: () => map.zoomOut(),
}
/** On the map itself, while one draws. */
const pressed = { ' ': inMiddle, Backspace: undo, Enter: finish }

figure.addEventListener('click', ({ target }) => keys[target.dataset.do]?.())
document.addEventListener('keydown', (event) => {
  if (!drawing) return
  if (event.key === 'Escape') return cancel()
  const does = event.target === map.getCanvas() && pressed[event.key]
  if (!does) return
  event.preventDefault()
  does()
})
for (const each of [field, radiusField])
  each.addEventListener('input', () => {
    if (drawing && each === field) end('') // who types goes on by typing
    draw()
  })

async function layMap() {
  figure.hidden = false // it has its size from the page
  const opened = await openMap(box, 'Map of the geofences.', ownLayers)
  opened.on('click', ({ lngLat }) => drawing && add(lngLat.toArray()))
  opened.on('dblclick', () => drawing?.kind === 'polygon' && finish())
  opened.on('mousemove', ({ lngLat }) => {
    if (!drawing) return
    pointer = lngLat.toArray()
    draw()
  })
  map = opened
  figure.classList.add('rb-map--live')
  one('map-waits').hidden = true
  for (const keysOfMap of ['draw-begin', 'map-keys']) one(keysOfMap).hidden = false // without a map they do nothing
  map.getSource('fences').setData(fences)
  draw()
  if (boundsOfFences()) all()
}

// Fences that hold.

function boundsOfFences() {
  const drawn = fences.features.filter(({ properties }) => properties.kind !== 'plan')
  const points = (drawn.length > 0 ? drawn : fences.features).flatMap(({ geometry }) => geometry.coordinates[0])
  if (points.length === 0) return undefined
  const [lons, lats] = [0, 1].map((axis) => points.map((point) => point[axis]))
  return [
    [Math.min(...lons), Math.min(...lats)],
    [Math.max(...lons), Math.max(...lats)],
  ]
}

let [given, waits] = [one('holds').innerHTML, undefined]

/** The list of the page, so that it says what the map shows. Who stands on a button of it stays there. */
async function lookAtList() {
  const answer = await fetch(location.pathname, { headers: { accept: 'text/html' } })
  if (!answer.ok) return
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('[data-holds]')
  if (!fresh || fresh.innerHTML === given) return
  const focused = one('holds').contains(document.activeElement) && document.activeElement.id
  given = fresh.innerHTML
  one('holds').innerHTML = given
  if (focused) document.getElementById(focused)?.focus()
}

const look = single(async () => {
  const answer = await fetch('/staff/fences.geojson')
  if (!answer.ok) return
  fences = await answer.json()
  map?.getSource('fences').setData(fences)
  await lookAtList()
  // One that ends by itself is announced by nobody.
  const left = fences.features.map(({ properties }) => Date.parse(properties.until) - Date.now()).filter((ms) => ms > 0)
  clearTimeout(waits)
  waits = setTimeout(look, Math.min(...left, 59_000) + 1000)
})

await look()
void layMap().catch(() => {
  figure.hidden = true
})
new EventSource(`/live/fences/${box.dataset.force}`).onmessage = look
