import { existsSync, readFileSync } from 'node:fs'
import { glob } from 'node:fs/promises'
import { posix } from 'node:path'
import { en } from '#modules/victims/sentences'
import { textsOfCode } from './code-texts.ts'
import { textsOfTemplate } from './template-texts.ts'

/** One thing that the public reads. `page`: what is read with it, in one go. */
export type PublicText = { readonly where: string; readonly page: string; readonly says: string }

const templates = ['src/pages/public/*.njk', 'src/pages/layout/{error,signed-out}.njk']

/** Where the public's words stand in code: pages and their errors, messages of modules, measures, what fields say of a mistake. */
const code = [
  'src/pages/{public/*,error-page}.ts',
  'src/modules/{register,reports,victims,safeguards,harms,campaigns,ways}/*.ts',
  'src/modules/{safeguards,harms,campaigns}/steps/*.ts',
  'src/modules/statistics/measures/*.ts',
  'src/lib/*.ts',
]
/** Refusals are what programs are told; a page that meets one has its own words for it. */
const notPublic = /\.test\.ts$|refusals\.ts$|vocabulary\.ts$/

const sample: Readonly<Record<string, string>> = {
  ...{
    names: 'EE and O2',
    reason: 'it does not know this phone',
    word: 'harbour',
    country: 'France',
    force: 'the Met',
  },
  ...{ at: '27 November', next: '27 November', where: 'in France', unit: 'the unit', contact: 'Call 101.' },
}
const placeholder = /\{(\w+)(?:, plural, one \{[^{}]*\} other \{([^{}]*)\})?\}/g

/** A sentence as it is read with its values in place. */
export const filled = (text: string): string =>
  text.replaceAll(placeholder, (_, name: string, many?: string) => many?.replaceAll('#', '4') ?? sample[name] ?? '4')

async function find(patterns: readonly string[]): Promise<string[]> {
  const found: string[] = []
  for (const pattern of patterns) for await (const file of glob(pattern)) found.push(file.replaceAll('\\', '/'))
  return found.filter((file) => !notPublic.test(file)).sort()
}

const [relative, taken] = [/from '(\.[^']+\.ts)'/g, /\{%-? *(?:extends|include|import|from) "([^"]+)"/g]

/** What these files bring in of our own pages, and what that brings in: a word of theirs is on the public's screen too. */
export function withWhatTheyUse(files: readonly string[]): string[] {
  const all = new Set(files)
  for (const file of all) {
    const source = readFileSync(file, 'utf8')
    const used = file.endsWith('.njk')
      ? [...source.matchAll(taken)].map(([, name = '']) => `src/pages/${name}`)
      : [...source.matchAll(relative)].map(([, name = '']) => posix.join(posix.dirname(file), name))
    for (const one of used) if (one.startsWith('src/pages/') && existsSync(one) && !notPublic.test(one)) all.add(one)
  }
  return [...all].sort()
}

/** What a licence wants said in its own words. */
const verbatim = /Contains public sector information licensed under the Open Government Licence v3\.0\./g

const pageOf = (file: string) => file.replace(/\.(?:ts|njk)$/, '')

/** Every text of the public's screens and messages, in the tree of the working folder. */
export async function publicTexts(): Promise<PublicText[]> {
  const catalogue = Object.entries(en).map(([key, text]) => ({
    ...{ where: `sentence ${key}`, page: `sentences ${key.split('.')[0]}`, says: filled(text) },
  }))
  const from = (file: string, texts: readonly string[]) =>
    texts.map((says) => ({ where: file, page: pageOf(file), says: says.replaceAll(verbatim, '') }))
  return [
    ...catalogue,
    ...withWhatTheyUse(await find(templates)).flatMap((file) =>
      from(file, textsOfTemplate(readFileSync(file, 'utf8'))),
    ),
    ...withWhatTheyUse(await find(code)).flatMap((file) => from(file, textsOfCode(readFileSync(file, 'utf8')))),
  ]
}
