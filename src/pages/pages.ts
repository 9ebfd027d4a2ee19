import staticFiles from '@fastify/static'
import type { FastifyPluginAsync } from 'fastify'
import type { AppOptions, Route } from '#http'
import { readingPolicy } from '#http/headers'
import type { RenderSignIn } from '#http/sign-in/page'
import { discover } from '#platform/discover'
import { alike } from './alike.ts'
import { assetPrefix, openAssets } from './assets.ts'
import type { Page } from './define-page.ts'
import { errorPages } from './error-page.ts'
import { openRenderer } from './render.ts'
import { signInScreens } from './sign-in-screens.ts'

/** What the pages need of their surroundings. `now` gives UTC ISO time; `demo` puts the banner on every page; `site` is our address as one writes it down. */
export type PagesOptions = {
  assetFolder: string
  now: () => string
  demo: boolean
  site?: string
  accessContact?: string | undefined
  pushKeyOf?: (gateway: string) => string
}

export type FoundPage = { name: string; file: string; page: Page }

/** `routes`, `renderError` and `plugins` are for `buildApp`; `renderSignIn` is for the sign-in routes. */
export type OpenPages = Pick<AppOptions, 'routes' | 'renderError'> & {
  plugins: FastifyPluginAsync[]
  renderSignIn: RenderSignIn
}

/** All pages of src/pages/ROLE (or those given), and what else shows our look. */
export async function openPages(options: PagesOptions, pages?: FoundPage[]): Promise<OpenPages> {
  const render = openRenderer({ ...options, asset: await openAssets(options.assetFolder) })
  const routes = (pages ?? (await findPages())).flatMap(({ name, page }) =>
    page
      .routes(alike(render, options.now))
      .map((route) => ({ module: 'pages', name: `${name}-${verb(route)}`, route })),
  )
  return {
    routes,
    renderError: errorPages(render),
    renderSignIn: signInScreens(render),
    plugins: [assetServer(options.assetFolder)],
  }
}

/** Every page, under the name `role-page` that its folder and file give it. */
export async function findPages(): Promise<FoundPage[]> {
  const found = await discover('pages/*')
  return found.map(({ file, exports }) => {
    const page = exports.default as Page | undefined
    if (page?.kind !== 'page')
      throw new Error(`src/${file} has no page. Its default export must be definePage()({...}).`)
    return { name: file.split('/').slice(1).join('-').replace('.ts', ''), file, page }
  })
}

const verb = ({ method }: Route) => (method === 'GET' ? 'show' : 'take')

/** Serves the built assets. Their names carry their content's hash, so a browser asks once and keeps them. */
function assetServer(root: string): FastifyPluginAsync {
  return async (app) => {
    await app.register(staticFiles, {
      root,
      prefix: assetPrefix,
      decorateReply: false,
      index: false,
      preCompressed: true,
      maxAge: '1y',
      immutable: true,
      schemaHide: true,
      // A worker has the policy of its own file.
      setHeaders: (reply, path) => {
        if (path.includes('tesseract-worker')) reply.header('content-security-policy', readingPolicy)
      },
    })
  }
}
