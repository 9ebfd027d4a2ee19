import { loadRoutes } from '#http'
import { loadCatalogue } from '#ledger/catalogue'
import { measures } from '#modules/statistics/public'
import { loadConnectors } from '#partners'
import { discover } from '#platform/discover'

/** Everything that the program found by folder, by kind and sorted. */
export async function inventory() {
  const [catalogue, routes, connectors, published, pages] = await Promise.all([
    loadCatalogue(),
    loadRoutes(),
    loadConnectors(),
    measures(),
    discover('pages/*'),
  ])
  return {
    events: [...catalogue.events.values()].map(({ type, version }) => `${type} v${version}`).sort(),
    commands: [...catalogue.commands.keys()].sort(),
    views: [...catalogue.views.values()].map(({ name, kind }) => `${name} (${kind})`).sort(),
    connectors: [...connectors.keys()].sort(),
    measures: published.map(({ slug }) => slug).sort(),
    routes: routes
      .map(({ route }) => (route.kind === 'live' ? `LIVE ${route.url}` : `${route.method} ${route.url}`))
      .sort(),
    pages: pages.flatMap(({ exports }) => pageUrl(exports.default)).sort(),
  }
}

const pageUrl = (page: unknown): string[] =>
  typeof page === 'object' && page !== null && 'kind' in page && page.kind === 'page' && 'url' in page
    ? [String(page.url)]
    : []
