import { discover, type Found } from '#platform/discover'
import type { Live } from './define-live.ts'
import type { Named, Route } from './define-route.ts'

/** Every route of every module: one a file under modules/NAME/routes, by default export. */
export const loadRoutes = async (): Promise<Named<Route | Live>[]> => namedRoutes(await discover('modules/*/routes'))

/** Names each route after its file, and stops the start on a file without one or on two that take the same requests. */
export const namedRoutes = (found: readonly Found[]): Named<Route | Live>[] => {
  const routes = found.map(({ file, name, module, exports }) => {
    if (!isRoute(exports.default)) throw new Error(`${file}: export default what defineRoute or defineLive returns.`)
    if (Object.keys(exports).length > 1) throw new Error(`${file}: one route a file, and nothing else exported.`)
    return { name, module, route: exports.default }
  })
  refuseDoubles(routes)
  return routes
}

const isRoute = (value: unknown): value is Route | Live =>
  typeof value === 'object' && value !== null && 'kind' in value && (value.kind === 'route' || value.kind === 'live')

const refuseDoubles = (routes: readonly Named<Route | Live>[]) => {
  const seen = new Map<string, string>()
  for (const { module, name, route } of routes) {
    const takes = `${route.kind === 'live' ? 'GET' : route.method} ${route.url.replace(/:\w+/g, ':')}`
    const other = seen.get(takes)
    if (other) throw new Error(`${module}/${name} and ${other} both take ${takes}: change one.`)
    seen.set(takes, `${module}/${name}`)
  }
}
