import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Document } from './document.ts'
import { titles } from './requirement-titles.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const folders = ['src', 'simulators', 'test', 'tools', 'bench']

type Named = { readonly id: string; readonly file: string; readonly sentence: string }

/** Requirement ids at the start of a test's name, and the sentence after them: `test('B65: a block goes to …')`. */
export function testsIn(file: string, source: string): Named[] {
  return [...source.matchAll(/\btest\(\s*(['"`])(.*?)(?<!\\)\1/gs)].flatMap(([, , name = '']) => {
    const [, ids = '', sentence = ''] = /^((?:[A-Z]\d{1,3}\b[ ,]*)+)(?::|(?=\w))\s*(.*)$/s.exec(name) ?? []
    return (ids.match(/[A-Z]\d{1,3}/g) ?? []).map((id) => ({ id, file, sentence: plain(sentence) }))
  })
}

const plain = (sentence: string) =>
  sentence
    .replace(/\\(['"`])/g, '$1')
    .replace(/\$\{[^}]*\}/g, '…') // one test for each of several
    .replaceAll('|', '\\|')

const byId = (one: string, other: string) => one.localeCompare(other, 'en', { numeric: true })

function allTests(): Named[] {
  const files = folders.flatMap((folder) =>
    readdirSync(new URL(`../../${folder}`, import.meta.url), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.test.ts') && file !== 'docs/requirements.test.ts') // its names are examples
      .map((file) => `${folder}/${file}`),
  )
  return files.sort().flatMap((file) => testsIn(file, readFileSync(root + file, 'utf8')))
}

/** docs/requirements.md: which requirement is held by which test. */
export const requirements: Document = {
  path: 'docs/requirements.md',
  render: async () => {
    const named = Map.groupBy(allTests(), ({ id }) => id)
    return [
      '# Requirements that tests hold',
      '',
      'Made from the names of the tests (`npm run docs`). An id stands here when a test names it; what the test says is what',
      'is held, no more. Everything that partners do in these tests is done by simulators.',
      '',
      ...[...named].sort(([a], [b]) => byId(a, b)).flatMap(([id, tests]) => section(id, tests)),
    ].join('\n')
  },
}

function section(id: string, tests: readonly Named[]): string[] {
  return [
    `## ${[id, titles[id] ?? ''].join(' ').trim()}`,
    '',
    ...tests.map(({ sentence, file }) => `- ${sentence} ([test](../${file}))`),
    '',
  ]
}
