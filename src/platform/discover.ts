import { readdir } from 'node:fs/promises'
import { basename, dirname, join, relative } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

/** A file of a known folder, imported. `name` is its file name without the ending; `module` the part it belongs to. */
export type Found = {
  readonly file: string
  readonly name: string
  readonly module: string
  readonly exports: Readonly<Record<string, unknown>>
}

const source = fileURLToPath(new URL('..', import.meta.url))

const isSource = (name: string) => name.endsWith('.ts') && !name.endsWith('.test.ts')

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(join(source, folder), { withFileTypes: true }).catch(() => [])
  return entries
    .filter((entry) => entry.isFile() && isSource(entry.name))
    .map((entry) => join(source, folder, entry.name))
}

async function foldersIn(folder: string): Promise<string[]> {
  const entries = await readdir(join(source, folder), { withFileTypes: true }).catch(() => [])
  return entries.filter((entry) => entry.isDirectory()).map((entry) => join(folder, entry.name))
}

/**
 * Imports every source file of the folders that a pattern names, in name order: `modules/<name>/events`, `partners/connectors`.
 * One new file there is all that an addition takes; nothing central is edited.
 */
export async function discover(pattern: string): Promise<Found[]> {
  const folders = await expand(pattern.split('/'))
  const files = (await Promise.all(folders.map(filesIn))).flat().sort()
  return Promise.all(
    files.map(async (file) => ({
      file: relative(source, file),
      name: basename(file, '.ts'),
      module: basename(dirname(dirname(file))),
      exports: (await import(pathToFileURL(file).href)) as Record<string, unknown>,
    })),
  )
}

async function expand(parts: readonly string[]): Promise<string[]> {
  let folders = ['']
  for (const part of parts)
    folders =
      part === '*'
        ? (await Promise.all(folders.map(foldersIn))).flat()
        : folders.map((folder) => (folder ? join(folder, part) : part))
  return folders
}
