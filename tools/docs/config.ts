import { readFileSync } from 'node:fs'
import { describeConfig } from '#platform/config'
import type { Document } from './document.ts'

const path = 'docs/guide/running.md'
const begin = '<!-- settings: made by npm run docs from src/platform/config.ts -->'
const end = '<!-- end of settings -->'

const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
const code = (text: string) => (text ? `\`${text}\`` : '')

const table = () =>
  [
    row(['setting', 'what it is', 'when absent']),
    row(['---', '---', '---']),
    ...describeConfig().map(({ name, says, absent }) => row([code(name), says, code(absent)])),
  ].join('\n')

/** The table of settings inside the guide for operators; the rest of that page is written by hand. */
export const config: Document = {
  path,
  render: async () => {
    const page = readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')
    const [before, rest = ''] = page.split(begin)
    const [, after] = rest.split(end)
    if (after === undefined) throw new Error(`${path} has lost its marks: ${begin} and ${end}.`)
    return `${before}${begin}\n\n${table()}\n\n${end}${after}`
  },
}
