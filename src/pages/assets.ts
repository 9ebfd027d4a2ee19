import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** What a build left behind: `from` is the fingerprint of its sources, `files` maps a plain name to the hashed one. */
export type AssetManifest = { from: string; files: Record<string, string> }

/** Where browsers fetch assets. Names carry a content hash, so replies may be cached for ever. */
export const assetPrefix = '/assets/'

/** Reads the manifest in `folder`, and gives the address of an asset by its plain name, as in `main.css`. */
export async function openAssets(folder: string): Promise<(name: string) => string> {
  const path = join(folder, 'manifest.json')
  const text = await readFile(path, 'utf8').catch((cause) => {
    throw new Error(`No assets at ${path}. Build them with: node tools/build-assets.ts`, { cause })
  })
  const { files } = JSON.parse(text) as AssetManifest
  return (name) => {
    const file = files[name]
    if (!file) throw new Error(`No asset is called ${name}. The build made: ${Object.keys(files).join(', ')}`)
    return assetPrefix + file
  }
}
