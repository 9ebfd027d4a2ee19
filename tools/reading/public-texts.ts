import { readFileSync } from 'node:fs'
import { glob } from 'node:fs/promises'
import { en } from '#modules/victims/sentences'
import { textsOfCode } from './code-texts.ts'
import { textsOfTemplate } from './template-texts.ts'

/** One thing that the public reads. `page`: what is read with it, in one go. */
export type PublicText = { readonly where: string; readonly page: string; readonly says: string }

const templates = ['src/pages/public/*.njk', 'src/pages/layout/{layout,case,error,state}.njk']

/** Where the public's words stand in code: pages and their errors, messages of modules, measures, what fields say of a mistake. */
const code = [
  'src/pages/public/*.ts',
  'src/pages/{error-page,identity-fields,mine-words,handset-fields,receipt-lanes,lane-state,theft-map,figure-chart}.ts',
  'src/modules/{register,reports,victims,safeguards,harms,campaigns}/*.ts',
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

const pageOf = (file: string) => file.replace(/\.(?:ts|njk)$/, '')

/** Every text of the public's screens and messages, in the tree of the working folder. */
export async function publicTexts(): Promise<PublicText[]> {
  const catalogue = Object.entries(en).map(([key, text]) => ({
    ...{ where: `sentence ${key}`, page: `sentences ${key.split('.')[0]}`, says: filled(text) },
  }))
  const from = (file: string, texts: readonly string[]) =>
    texts.map((says) => ({ where: file, page: pageOf(file), says }))
  return [
    ...catalogue,
    ...(await find(templates)).flatMap((file) => from(file, textsOfTemplate(readFileSync(file, 'utf8')))),
    ...(await find(code)).flatMap((file) => from(file, textsOfCode(readFileSync(file, 'utf8')))),
  ]
}
