import { createHash, randomUUID } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, dirname, extname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import type { AssetManifest } from '../src/pages/assets.ts'
import { readerAssets, readerVersions } from './reader-assets.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const style = join(root, 'src/pages/style')
/** Scripts that make a page live. Each is served as it stands; the page works without it. */
const web = join(root, 'src/pages/web')
/** London under the squares of a map (data/README.md). */
const basemap = join(root, 'data/basemap/london.geojson')
const govuk = dirname(createRequire(import.meta.url).resolve('govuk-frontend/package.json'))
/** Speaks with the browser's passkeys; a script of its own, as its makers bundle it. */
const webauthn = createRequire(import.meta.url)
  .resolve('@simplewebauthn/browser')
  .replace(/script\/index\.js$/, 'dist/bundle/index.umd.min.js')

/** The folder that holds what browsers fetch, and whether this call had to write it. */
export type BuiltAssets = { folder: string; built: boolean; manifest: AssetManifest }

/** Compiles the style sheet and copies the mark to `folder`, under names that carry their content's hash, also compressed. Does nothing when nothing changed. */
export async function buildAssets(folder: string = join(root, 'dist/assets')): Promise<BuiltAssets> {
  const from = await fingerprint()
  const standing = await readManifest(folder)
  if (standing?.from === from) return { folder, built: false, manifest: standing }
  const contents = {
    ...(await sheets()),
    'mark.svg': await readFile(join(style, 'mark.svg'), 'utf8'),
    ...(await scripts()),
    ...(await readerAssets()),
    'basemap.geojson': await readFile(basemap, 'utf8'),
  }
  await mkdir(folder, { recursive: true })
  const files: Record<string, string> = {}
  for (const [name, content] of Object.entries(contents)) files[name] = await put(folder, name, content)
  const manifest = { from, files }
  await replace(join(folder, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`)
  await sweep(folder, standing, manifest)
  return { folder, built: true, manifest }
}

/** The compiled sheets, refused when a colour is named anywhere but in `_tokens.scss`. */
async function sheets() {
  const sass = await import('sass')
  const read = (file: string) =>
    sass.compile(join(style, file), { loadPaths: [join(govuk, 'dist')], style: 'compressed' }).css
  const [main, map] = [read('main.scss'), read('map.scss')]
  const strays = strayColours(main.replace(read('_tokens.scss'), '') + map)
  if (strays.length > 0) {
    throw new Error(
      `Colours outside src/pages/style/_tokens.scss: ${strays.join(', ')}. Use a token: var(--ink) and the like.`,
    )
  }
  return { 'main.css': main, 'map.css': map }
}

/** Colours written out in `css`. `rgba(0,0,0,0)` is only Sass's word for transparent. */
export function strayColours(css: string): string[] {
  const literal =
    /#[0-9a-f]{3,8}\b|\b(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch|color)\([^)]*\)|:(?:black|white|red|green|blue|gray|grey|yellow|orange)\b/gi
  return [...css.matchAll(literal)].map(([found]) => found).filter((found) => found !== 'rgba(0,0,0,0)')
}

async function scripts(): Promise<Record<string, string>> {
  const names = (await readdir(web)).filter((name) => name.endsWith('.js')).sort()
  const own = names.map(async (name) => [name, await readFile(join(web, name), 'utf8')])
  return Object.fromEntries(
    await Promise.all([...own, readFile(webauthn, 'utf8').then((text) => ['webauthn.js', text])]),
  )
}

/** Hash of everything that browsers fetch is made from: our Sass and scripts, this tool and the release of govuk-frontend. */
async function fingerprint(): Promise<string> {
  const hash = createHash('sha256')
  for (const file of (await readdir(style)).sort()) hash.update(file).update(await readFile(join(style, file)))
  for (const [name, script] of Object.entries(await scripts())) hash.update(name).update(script)
  for (const file of [basemap, fileURLToPath(import.meta.url)]) hash.update(await readFile(file))
  for (const described of [await readFile(join(govuk, 'package.json')), ...(await readerVersions())])
    hash.update(described)
  return hash.digest('hex')
}

async function readManifest(folder: string): Promise<AssetManifest | undefined> {
  try {
    const manifest = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')) as AssetManifest
    await Promise.all(Object.values(manifest.files).map((file) => readFile(join(folder, file))))
    return manifest
  } catch {
    return undefined
  }
}

/** Squeezing megabytes as hard as a page's own few would take minutes. */
const quality = (content: string | Buffer) => ({
  params: { [constants.BROTLI_PARAM_QUALITY]: content.length > 500_000 ? 5 : 11 },
})

async function put(folder: string, name: string, content: string | Buffer): Promise<string> {
  const extension = extname(name)
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 10)
  const file = `${basename(name, extension)}.${hash}${extension}`
  const path = join(folder, file)
  // It is compressed as it comes.
  if (extension !== '.traineddata') {
    await replace(`${path}.br`, brotliCompressSync(content, quality(content)))
    await replace(`${path}.gz`, gzipSync(content, { level: 9 }))
  }
  await replace(path, content)
  return file
}

/** Two builds at once (start and test) each write whole files; the last rename wins and both are right. */
async function replace(path: string, content: string | Buffer): Promise<void> {
  const fresh = `${path}.${randomUUID()}`
  await writeFile(fresh, content)
  await rename(fresh, path)
}

/** Removes what the manifest before last named; the last one's files stay for pages that are still open. */
async function sweep(folder: string, before: AssetManifest | undefined, now: AssetManifest): Promise<void> {
  const keep = [...Object.values(now.files), ...Object.values(before?.files ?? {})]
  const old = (file: string) =>
    /\.(css|svg|js|geojson|wasm|traineddata)(\.br|\.gz)?$/.test(file) && !keep.some((kept) => file.startsWith(kept))
  const rest = (await readdir(folder)).filter(old)
  await Promise.all(rest.map((file) => rm(join(folder, file), { force: true })))
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { built, manifest } = await buildAssets()
  console.error(`${built ? 'Built' : 'Up to date'}: ${Object.values(manifest.files).join(', ')}`)
}
