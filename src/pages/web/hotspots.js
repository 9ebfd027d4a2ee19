// Lays a map that can be moved over the one that the server drew, looks back by a slider, and takes new reports over as they
// come. Without this file, or without WebGL, the page says the same by its picture, list and form.
const part = (name, page = document) => page.querySelector(`[data-part="${name}"]`)
const one = (name) => document.querySelector(`[data-${name}]`)
const box = one('map')
const select = document.querySelector('#until')
const stand = () => one('stand').dataset

/** The address of this page, or of its squares, as the form stands. */
function address(path) {
  const asked = new URLSearchParams({ of: box.dataset.of })
  if (box.dataset.borough) asked.set('borough', box.dataset.borough)
  if (box.dataset.by) asked.set('by', box.dataset.by)
  if (select?.selectedIndex > 0) asked.set('until', select.value)
  return `${path}?${asked}`
}

const element = (name, words, more = {}) => Object.assign(document.createElement(name), { textContent: words, ...more })

// The map.

let map
let squares = { type: 'FeatureCollection', features: [] }
let chosen
/** How a square became a hotspot, in the words of the list. */
const words = JSON.parse(box.dataset.words)

const colours = () => {
  const tokens = getComputedStyle(document.documentElement)
  return Object.fromEntries(
    ['page', 'line', 'mute', 'ink', 'brand'].map((name) => [name, tokens.getPropertyValue(`--${name}`).trim()]),
  )
}

const isChosen = () => ['==', ['id'], chosen ?? -1]

/** One hue for the squares; river, boroughs, roads and rails in grey; stations alone have names, in the page's own font. */
function style() {
  const { page, line, mute, ink, brand } = colours()
  const of = (is, type, paint, more) => ({
    id: is,
    type,
    source: 'base',
    filter: ['==', ['get', 'is'], is],
    paint,
    ...more,
  })
  const shade = ['get', 'shade']
  const around = { type: 'line', source: 'squares', filter: isChosen() }
  const fatter = ['interpolate', ['linear'], ['zoom'], 8, 1.5, 12, 1, 15, 0]
  return {
    version: 8,
    sources: {
      base: { type: 'geojson', data: new URL(box.dataset.base, location.href).href },
      squares: { type: 'geojson', data: squares },
    },
    layers: [
      { id: 'land', type: 'background', paint: { 'background-color': page } },
      of('river', 'fill', { 'fill-color': line, 'fill-opacity': 0.5 }),
      of('road', 'line', { 'line-color': line, 'line-opacity': 0.6, 'line-width': 1 }),
      of('rail', 'line', { 'line-color': line, 'line-width': 1, 'line-dasharray': [4, 2] }, { minzoom: 10.5 }),
      of('borough', 'line', { 'line-color': mute, 'line-width': 1 }),
      { id: 'squares', type: 'fill', source: 'squares', paint: { 'fill-color': brand, 'fill-opacity': shade } },
      {
        ...{ id: 'edges', type: 'line', source: 'squares' },
        paint: { 'line-color': brand, 'line-opacity': shade, 'line-width': fatter },
      },
      { ...around, id: 'chosen-edge', paint: { 'line-color': page, 'line-width': 7 } },
      { ...around, id: 'chosen', paint: { 'line-color': ink, 'line-width': 3 } },
      of(
        'station',
        'symbol',
        { 'text-color': ink, 'text-halo-color': page, 'text-halo-width': 2 },
        {
          minzoom: 11.5,
          layout: {
            'text-field': ['get', 'name'],
            'text-font': ['Arial', 'sans-serif'],
            'text-size': 13,
            'text-padding': 6,
          },
        },
      ),
    ],
  }
}

const bounds = () => {
  const [west, south, east, north] = box.dataset.bounds.split(',').map(Number)
  return [
    [west, south],
    [east, north],
  ]
}

async function openMap() {
  const library = await import(box.dataset.library)
  library.setWorkerUrl(new URL(box.dataset.worker, location.href).href)
  const said = {
    'CooperativeGesturesHandler.WindowsHelpText': 'Hold Ctrl and scroll to come closer',
    'CooperativeGesturesHandler.MacHelpText': 'Hold ⌘ and scroll to come closer',
    'CooperativeGesturesHandler.MobileHelpText': 'Move the map with two fingers',
    'Map.Title': 'Map of the squares. Arrow keys move it, plus and minus bring it closer and farther.',
  }
  const opened = new library.Map({
    ...{ container: box, style: style(), bounds: bounds(), fitBoundsOptions: { padding: 0 }, locale: said },
    ...{ attributionControl: false, cooperativeGestures: true, maxZoom: 16, fadeDuration: 0 },
    ...{ dragRotate: false, pitchWithRotate: false, touchPitch: false, rollEnabled: false },
  })
  opened.touchZoomRotate.disableRotation()
  opened.keyboard.disableRotation()
  await opened.once('load')
  opened.on('click', ({ point }) => {
    const near = 8 // a square of a far map is smaller than a finger
    const around = [
      [point.x - near, point.y - near],
      [point.x + near, point.y + near],
    ]
    const [first] = opened
      .queryRenderedFeatures(around, { layers: ['squares'] })
      .sort((a, b) => a.properties.rank - b.properties.rank)
    if (first) choose(first.id)
  })
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => opened.setStyle(style()))
  map = opened
  map.getSource('squares').setData(squares)
  one('map-figure').classList.add('rb-map--live')
  one('map-keys').hidden = false
}

/** Says of a square what its row says, and leads to why. */
function choose(cell, moves = false) {
  const square = squares.features.find(({ id }) => id === cell)
  if (!square) return
  chosen = cell
  for (const layer of ['chosen-edge', 'chosen']) map.setFilter(layer, isChosen())
  const { rank, near, thefts, q, how_it_came: came, expected_next_month: expected } = square.properties
  // Of one or two reports neither is told.
  const chance = q < 0.001 ? 'less than 1 in 1,000' : q < 0.05 ? 'less than 1 in 20' : 'may be chance'
  const said = [
    typeof thefts === 'string'
      ? 'Fewer than 3 thefts.'
      : `${Math.round(thefts).toLocaleString('en-GB')} ${Math.round(thefts) === 1 ? 'theft' : 'thefts'}.`,
    q === null ? '' : `A cluster by chance? ${chance}.`,
    came && came !== 'none' ? `${words[came] ?? came}.` : '',
    expected === null ? '' : `${expected.toFixed(1)} expected next month.`,
  ]
  const why = element('a', `Why rank ${rank} is on the list`, {
    className: 'govuk-link',
    href: address(`/staff/hotspots/${cell}`),
  })
  const more = element('p', '')
  more.append(why)
  one('why').replaceChildren(
    element('p', `Rank ${rank}: near ${near}`, { className: 'govuk-!-font-weight-bold' }),
    element('p', said.filter(Boolean).join(' ')),
    more,
  )
  const [[[west, south], , [east, north]]] = square.geometry.coordinates
  const centre = [(west + east) / 2, (south + north) / 2]
  if (moves) map.easeTo({ center: centre, zoom: Math.max(map.getZoom(), 13) })
}

const keys = {
  closer: () => map.zoomIn(),
  farther: () => map.zoomOut(),
  all: () => map.fitBounds(bounds()),
  before: () => step(-1),
  next: () => step(1),
}

function step(by) {
  const { features } = squares
  const at = features.findIndex(({ id }) => id === chosen)
  const next = features[Math.min(features.length - 1, Math.max(0, at + by))]
  if (next) choose(next.id, true)
}

one('map-keys').addEventListener('click', ({ target }) => keys[target.dataset.do]?.())

// What is counted: at another moment, or since.

/** One look at a time; whoever asks meanwhile gets one more after it. */
function single(work) {
  let [running, again] = [false, false]
  return async () => {
    again = true
    if (running) return
    running = true
    while (again) {
      again = false
      await work().catch(() => {})
    }
    running = false
  }
}

const lookAtSquares = single(async () => {
  const answer = await fetch(address('/staff/hotspots/squares.geojson'))
  if (!answer.ok) return
  squares = await answer.json()
  map?.getSource('squares').setData(squares)
  // What is said of a square is of this moment, or it is not said.
  one('why').replaceChildren()
  if (map && chosen !== undefined) choose(chosen)
})

/** Takes over the sentences, the picture and the list, so that all of the page speaks of one moment. */
const lookAtPage = single(async () => {
  const answer = await fetch(address('/staff/hotspots'), { headers: { accept: 'text/html' } })
  if (!answer.ok) return
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html')
  if (!part('list', fresh)) return location.reload() // signed out
  for (const name of ['says', 'method', 'picture', 'list', 'stand']) part(name).innerHTML = part(name, fresh).innerHTML
  one('news').replaceChildren()
})

const slider = document.querySelector('#moment')
let waiting

if (select && select.options.length > 1) {
  const last = select.options.length - 1
  slider.max = last
  const at = () => last - Number(slider.value) // the list has the newest first
  const tell = () => {
    const { text } = select.options[at()]
    one('slider-says').textContent = text
    slider.setAttribute('aria-valuetext', text)
  }
  slider.value = last - select.selectedIndex
  tell()
  one('slider').hidden = false
  slider.addEventListener('input', () => {
    select.selectedIndex = at()
    tell()
    clearTimeout(waiting)
    waiting = setTimeout(() => {
      history.replaceState(null, '', address('/staff/hotspots'))
      void lookAtSquares()
      void lookAtPage()
      listen()
    }, 150)
  })
}

let news

/** The map takes new reports at once; the list that somebody reads waits until they ask. */
function listen() {
  const isNow = !select || select.selectedIndex === 0
  if (box.dataset.of !== 'reports' || !isNow) {
    news?.close()
    news = undefined
    return
  }
  news ??= Object.assign(new EventSource('/live/hotspots'), { onmessage: ({ data }) => hear(JSON.parse(data)) })
}

function hear({ thefts, version }) {
  if (version === stand().version) return
  void lookAtSquares()
  const more = thefts - Number(stand().thefts)
  const says =
    more > 0
      ? `${more} new: show ${more === 1 ? 'it' : 'them'} in the list`
      : 'The counts have changed: show them in the list'
  const button = element('button', says, {
    type: 'button',
    className: 'govuk-button govuk-button--secondary rb-map__fresh',
  })
  button.addEventListener('click', lookAtPage)
  one('news').replaceChildren(button)
}

if (box) {
  void lookAtSquares()
  void openMap().catch(() => box.replaceChildren()) // no WebGL: the picture stays
  listen()
}
