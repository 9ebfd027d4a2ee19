// Prints how big our files and functions are, beside the targets of CONTRIBUTING.md. Only the "none over" lines fail.
import { readFileSync } from 'node:fs'
import { glob } from 'node:fs/promises'
import { stripTypeScriptTypes } from 'node:module'
import { type Node, parse } from 'acorn'
import { full } from 'acorn-walk'

const mostFileLines = 400
const mostFunctionLines = 80

type Size = { readonly where: string; readonly lines: number }

const isFunction = ({ type }: Node) =>
  type === 'FunctionDeclaration' || type === 'FunctionExpression' || type === 'ArrowFunctionExpression'

/** Every function with a block body, with its length in lines; nested ones count in their parents too. */
export function functionSizes(file: string, text: string): Size[] {
  const tree = parse(stripTypeScriptTypes(text), { ecmaVersion: 'latest', sourceType: 'module', locations: true })
  const sizes: Size[] = []
  full(tree, (node) => {
    const { loc, body } = node as Node & { body?: Node }
    if (!isFunction(node) || !loc || body?.type !== 'BlockStatement') return
    sizes.push({ where: `${file}:${loc.start.line}`, lines: loc.end.line - loc.start.line + 1 })
  })
  return sizes
}

const share = (sorted: readonly number[], part: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0

function row(name: string, sizes: readonly Size[]) {
  const sorted = sizes.map(({ lines }) => lines).sort((a, b) => a - b)
  return {
    what: name,
    count: sorted.length,
    median: share(sorted, 0.5),
    p90: share(sorted, 0.9),
    longest: sorted.at(-1) ?? 0,
  }
}

async function main(): Promise<number> {
  const files: Size[] = []
  const functions: Size[] = []
  let source = 0
  let test = 0
  for await (const file of glob([
    'src/**/*.ts',
    'simulators/**/*.ts',
    'tools/**/*.ts',
    'bench/**/*.ts',
    'test/**/*.ts',
  ])) {
    const text = readFileSync(file, 'utf8')
    const lines = text.split('\n').length - 1
    files.push({ where: file, lines })
    const isTest = file.startsWith('test/') || file.endsWith('.test.ts')
    if (isTest) test += lines
    else source += lines
    // A test's callback is as long as its story; only its file is bounded.
    if (!isTest) functions.push(...functionSizes(file, text))
  }
  console.table([row('files', files), row('functions', functions)])
  console.log(
    `source ${source} lines, tests ${test} lines: ${(test / source).toFixed(2)} lines of test to one of source (wanted: 1 to 2)`,
  )
  const over = [
    ...files
      .filter(({ lines }) => lines > mostFileLines)
      .map(({ where, lines }) => `${where} has ${lines} lines (at most ${mostFileLines})`),
    ...functions
      .filter(({ lines }) => lines > mostFunctionLines)
      .map(({ where, lines }) => `the function at ${where} has ${lines} lines (at most ${mostFunctionLines})`),
  ]
  for (const line of over) console.error(`Too long: ${line}. Split it where the idea splits.`)
  return over.length === 0 ? 0 : 1
}

if (import.meta.main) process.exitCode = await main()
