// npm run bench            every bench, as a table
// npm run bench -- NAME    one of them, or one of the groups below; add --json for one JSON object on standard output
import { readdirSync } from 'node:fs'
import { cpus } from 'node:os'
import { type Bench, type Figure, runBench } from './frame.ts'

const folder = new URL('.', import.meta.url)
const frame = ['run.ts', 'frame.ts']

/** Benches that belong to one capability. Those that begin with its name and a dash do without being listed. */
const groups: Readonly<Record<string, readonly string[]>> = {
  register: ['plane', 'eir', 's13', 'nodes', 'feed', 'checks', 'register-size'],
}

/** What a word on the command line stands for: a bench, a group, or all whose names begin with it. */
function meant(word: string, all: readonly Bench[]): readonly string[] {
  if (groups[word] || all.some(({ name }) => name === word)) return groups[word] ?? [word]
  const family = all.map(({ name }) => name).filter((name) => name.startsWith(`${word}-`))
  return family.length > 0 ? family : [word]
}

async function benches(): Promise<Bench[]> {
  const files = readdirSync(folder).filter(
    (name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && !frame.includes(name),
  )
  const found = await Promise.all(
    files.map(async (name) => (await import(new URL(name, folder).href)).default as Bench),
  )
  for (const [index, bench] of found.entries())
    if (`${bench.name}.ts` !== files[index])
      throw new Error(`bench/${files[index]} calls itself ${bench.name}: rename one.`)
  return found
}

const machine = () => ({ cpus: cpus().length, cpu: cpus()[0]?.model ?? 'unknown', node: process.version })

const shown = ({ name, value, unit, bar, holds }: Figure) => ({
  figure: name,
  value,
  unit,
  bar: bar ?? '',
  holds: holds === null ? 'recorded' : holds ? 'yes' : 'NO',
})

async function main(args: readonly string[]): Promise<number> {
  const json = args.includes('--json')
  const all = await benches()
  const wanted = args.filter((arg) => !arg.startsWith('-')).flatMap((word) => meant(word, all))
  const unknown = wanted.filter((name) => !all.some((bench) => bench.name === name))
  const names = [...all.map(({ name }) => name), ...Object.keys(groups)].join(', ')
  if (unknown.length > 0) {
    console.error(`No bench is called ${unknown.join(', ')}. There are: ${names}.`)
    return 2
  }
  let held = true
  for (const bench of all.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
    const at = new Date().toISOString()
    if (!json) console.log(`\n${bench.name}: ${bench.claim}`)
    const figures = await runBench(bench, at)
    held &&= figures.every(({ holds }) => holds !== false)
    if (json) console.log(JSON.stringify({ bench: bench.name, at, machine: machine(), figures }))
    else console.table(figures.map(shown))
  }
  return held ? 0 : 1
}

process.exitCode = await main(process.argv.slice(2))
