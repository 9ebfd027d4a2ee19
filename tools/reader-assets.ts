import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

// Some of these packages let nobody ask for their description, so their folder is named.
const folderOf = (name: string) => fileURLToPath(new URL(`../node_modules/${name}/`, import.meta.url))

/**
 * What pages take from packages as it stands, and serve from our own address: by our name, the package and the file there. It
 * reads numbers from pictures, and draws maps.
 */
const files = {
  'zxing.js': ['zxing-wasm', 'dist/iife/reader/index.js'],
  'zxing.wasm': ['zxing-wasm', 'dist/reader/zxing_reader.wasm'],
  'tesseract.js': ['tesseract.js', 'dist/tesseract.min.js'],
  'tesseract-worker.js': ['tesseract.js', 'dist/worker.min.js'],
  'tesseract-core.js': ['tesseract.js-core', 'tesseract-core-simd-lstm.wasm.js'],
  'letters.traineddata': ['@tesseract.js-data/eng', '4.0.0_best_int/eng.traineddata.gz'],
  'maplibre.js': ['maplibre-gl', 'dist/maplibre-gl.mjs'],
  'maplibre-worker.js': ['maplibre-gl', 'dist/maplibre-gl-worker.mjs'],
} as const

const packages = [...new Set(Object.values(files).map(([name]) => name))]

/** Their packages' own descriptions, for a fingerprint: the version stands in each. */
export const readerVersions = () => Promise.all(packages.map((name) => readFile(join(folderOf(name), 'package.json'))))

/** Their contents. Maps of their sources are not served, so nothing names one. */
export async function readerAssets(): Promise<Record<string, Buffer>> {
  const read = async ([name, [from, file]]: [string, readonly [string, string]]) => {
    const content = await readFile(join(folderOf(from), file))
    return [
      name,
      name.endsWith('.js') ? Buffer.from(content.toString().replace(/\/\/# sourceMappingURL=\S+\s*$/, '')) : content,
    ] as const
  }
  return Object.fromEntries(await Promise.all(Object.entries(files).map(read)))
}
