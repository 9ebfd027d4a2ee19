// Lays a map that can be moved over the one that the server drew, looks back by a slider, and takes new reports over as they
// come. Without this file, or without WebGL, the page says the same by its picture, list and form.
const part = (name, page = document) => page.querySelector(`[data-part="${name}"]`)
const one = (name) => document.querySelector(`[data-${name}]`)
const box = one('map')
const select = document.querySelector('#until')
const stand = () => one('stand').dataset
const { boundsOf, element, openMap, single } = await import(box.dataset.script)

/** The address of this page, or of its squares, as the form stands. */
function address(path) {
  const asked = new URLSearchParams({ of: box.dataset.of })
  for (const name of ['borough', 'by', 'method']) if (box.dataset[name]) asked.set(name, box.dataset[name])
  if (select?.selectedIndex > 0) asked.set('until', select.value)
  return `${path}?${asked}`
}

// The map.

let map
let squares = { type: 'FeatureCollection', features: [] }
let chosen
/** How a square became a hotspot, in the words of the list. */
const words = JSON.parse(box.dataset.words)

const isChosen = () => ['==', ['id'], chosen ?? -1]

/** One hue for the squares. */
function ownLayers({ page, ink, brand }) {
  const shade = ['get', 'shade']
  const around = { type: 'line', source: 'squares', filter: isChosen() }
  const fatter = ['interpolate', ['linear'], ['zoom'], 8, 1.5, 12, 1, 15, 0]
  return {
    sources: { squares: { type: 'geojson', data: squares } },
    layers: [
      { id: 'squares', type: 'fill', source: 'squares', paint: { 'fill-color': brand, 'fill-opacity': shade } },
      {
        ...{ id: 'edges', type: 'line', source: 'squares' },
        paint: { 'line-color': brand, 'line-opacity': shade, 'line-width': fatter },
      },
      { ...around, id: 'chosen-edge', paint: { 'line-color': page, 'line-width': 7 } },
      { ...around, id: 'chosen', paint: { 'line-color': ink, 'line-width': 3 } },
    ],
  }
}

async function layMap() {
  const opened = await openMap(box, 'Map of the squares.', ownLayers)
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
  all: () => map.fitBounds(boundsOf(box)),
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

const lookAtSquares = single(async () => {
  const answer = await fetch(`${address('/staff/hotspots/squares.geojson')}&again=1`)
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
  news ??= Object.assign(new EventSource(`/live/hotspots?method=${box.dataset.method}`), {
    onmessage: ({ data }) => hear(JSON.parse(data)),
  })
}

function hear({ thefts, version }) {
  if (version === stand().version) return
  void lookAtSquares()
  const more = thefts - Number(stand().thefts)
  if (more === 0 && box.dataset.method) return // of another kind
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
  void layMap().catch(() => box.replaceChildren()) // no WebGL: the picture stays
  listen()
}
