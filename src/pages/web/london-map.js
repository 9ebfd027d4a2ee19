// The map of London that hotspots.js and fences.js lay over their pages: its ground, how it is opened and moved, and how
// it takes over what is new. It comes from our own address, as all that it draws.
export const element = (name, words, more = {}) =>
  Object.assign(document.createElement(name), { textContent: words, ...more })

/** One look at a time; whoever asks meanwhile gets one more after it. */
export function single(work) {
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

const colours = () => {
  const tokens = getComputedStyle(document.documentElement)
  return Object.fromEntries(
    ['page', 'line', 'mute', 'ink', 'brand'].map((name) => [name, tokens.getPropertyValue(`--${name}`).trim()]),
  )
}

/** All of London, or the borough that the page is of. */
export function boundsOf({ dataset }) {
  const [west, south, east, north] = dataset.bounds.split(',').map(Number)
  return [
    [west, south],
    [east, north],
  ]
}

/**
 * River, boroughs, roads and rails in grey; stations alone have names, in the page's own font. `own`: the sources and layers that
 * lie between, from the colours of the page.
 */
function style({ dataset }, own) {
  const hues = colours()
  const { page, line, mute, ink } = hues
  const of = (is, type, paint, more) => ({
    id: is,
    type,
    source: 'base',
    filter: ['==', ['get', 'is'], is],
    paint,
    ...more,
  })
  const { sources, layers } = own(hues)
  return {
    version: 8,
    sources: { base: { type: 'geojson', data: new URL(dataset.base, location.href).href }, ...sources },
    layers: [
      { id: 'land', type: 'background', paint: { 'background-color': page } },
      of('river', 'fill', { 'fill-color': line, 'fill-opacity': 0.5 }),
      of('road', 'line', { 'line-color': line, 'line-opacity': 0.6, 'line-width': 1 }),
      of('rail', 'line', { 'line-color': line, 'line-width': 1, 'line-dasharray': [4, 2] }, { minzoom: 10.5 }),
      of('borough', 'line', { 'line-color': mute, 'line-width': 1 }),
      ...layers,
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

/** Opens it in its box. It throws where there is no WebGL. */
export async function openMap(box, title, own) {
  const library = await import(box.dataset.library)
  library.setWorkerUrl(new URL(box.dataset.worker, location.href).href)
  const said = {
    'CooperativeGesturesHandler.WindowsHelpText': 'Hold Ctrl and scroll to come closer',
    'CooperativeGesturesHandler.MacHelpText': 'Hold ⌘ and scroll to come closer',
    'CooperativeGesturesHandler.MobileHelpText': 'Move the map with two fingers',
    'Map.Title': `${title} Arrow keys move it, plus and minus bring it closer and farther.`,
  }
  const opened = new library.Map({
    ...{
      container: box,
      style: style(box, own),
      bounds: boundsOf(box),
      fitBoundsOptions: { padding: 0 },
      locale: said,
    },
    ...{ attributionControl: false, cooperativeGestures: true, maxZoom: 16, fadeDuration: 0 },
    ...{ dragRotate: false, pitchWithRotate: false, touchPitch: false, rollEnabled: false },
  })
  opened.touchZoomRotate.disableRotation()
  opened.keyboard.disableRotation()
  await opened.once('load')
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => opened.setStyle(style(box, own)))
  return opened
}
