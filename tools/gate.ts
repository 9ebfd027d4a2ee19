// The whole gate, in the order in which a fault is cheapest to find. `--quick` leaves the tests out.
import { spawn } from 'node:child_process'
import { glob, rm } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import { sharedCluster } from '../test/support/database.ts'
import { type Ran, runGroups, testGroups } from './test-groups.ts'

type Step = { readonly name: string; readonly run: () => Promise<boolean> }

const bin = (name: string) => `node_modules/.bin/${name}`
const node = process.execPath
/** The native compiler; what reads our imports (borders) still needs the one before as a library. */
const tsc = 'node_modules/typescript-7/bin/tsc'

const command = (file: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) =>
  new Promise<boolean>((resolve) => {
    const child = spawn(file, args, { stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, ...env } })
    child.on('error', () => resolve(false))
    child.on('exit', (code) => resolve(code === 0))
  })

async function find(pattern: string): Promise<string[]> {
  const found: string[] = []
  for await (const file of glob(pattern, { exclude: (name) => name === 'node_modules' })) found.push(file)
  return found.sort()
}

/** One for the whole gate, started when the first tests begin. */
let cluster: ReturnType<typeof sharedCluster> | undefined

/**
 * Runs every test file that exists under the folders; says how many, so that a file never goes missing in silence. What failed
 * is said once more at the end.
 */
async function tests(
  name: string,
  patterns: readonly string[],
  { sideBySide, together = 1 }: { sideBySide: number; together?: number },
): Promise<boolean> {
  const files = (await Promise.all(patterns.map(find))).flat()
  if (files.length === 0) {
    console.error(`No test files for ${name}: expected some under ${patterns.join(', ')}.`)
    return false
  }
  console.log(`${files.length} test files`)
  cluster ??= sharedCluster()
  const failed: Ran[] = []
  const env = {
    NODE_ENV: 'test',
    NODE_OPTIONS: '--max-semi-space-size=32', // a tenth of the processor time went into collecting what lived shortly
    // Each of some hundred processes would strip and compile the same files; wherever one is started, it finds them here.
    NODE_COMPILE_CACHE: resolve('.ringback/test/compiled'),
    RINGBACK_TEST_DATABASE_URL: process.env.RINGBACK_TEST_DATABASE_URL ?? (await cluster).url,
  }
  await runGroups(testGroups(files, together), sideBySide, env, (ran) => {
    process.stdout.write(ran.said)
    if (!ran.held) failed.push(ran)
  })
  for (const { files, said } of failed) {
    const from = said.indexOf('failing tests:')
    console.log(`\nFailed among ${files.join(' ')}\n${from < 0 ? said : said.slice(from)}`)
  }
  return failed.length === 0
}

/** Each of several checkers of types does again a part of what the others did: half as much processor time more than one alone. */
const types = (more: readonly string[] = []): Step => ({ name: 'types', run: () => command(node, [tsc, ...more]) })

const quick: Step[] = [
  { name: 'format and lint', run: () => command(bin('biome'), ['check', '--error-on-warnings', '.']) },
  {
    name: 'borders',
    run: () =>
      command(bin('depcruise'), ['--config', '.dependency-cruiser.cjs', 'src', 'simulators', 'test', 'bench', 'tools']),
  },
  { name: 'shape', run: () => command(node, ['tools/shape.ts']) },
  { name: 'reading grade', run: () => command(node, ['tools/reading-grade.ts']) },
  { name: 'documents match the code', run: () => command(node, ['tools/docs.ts', '--check']) },
]

const code: Step = {
  name: 'unit, property and database tests',
  run: () =>
    tests(
      'code',
      ['src/**/*.test.ts', 'simulators/**/*.test.ts', 'tools/**/*.test.ts', 'test/*.test.ts'],
      { sideBySide: 2 * availableParallelism() + 1, together: 40 }, // many of them wait: for a process to start, an end to come
    ),
}

const assets: Step = { name: 'page assets', run: () => command(node, ['tools/build-assets.ts']) }
const last: Step[] = [
  { name: 'kill -9 drill', run: () => tests('drills', ['test/drills/*.test.ts'], { sideBySide: 1 }) },
  { name: 'journeys', run: () => tests('journeys', ['test/journeys/**/*.test.ts'], { sideBySide: 2 }) },
]

async function take({ name, run }: Step): Promise<boolean> {
  const began = performance.now()
  console.log(`\n== ${name}`)
  const held = await run()
  console.log(`== ${name}: ${held ? 'holds' : 'FAILED'} (${((performance.now() - began) / 1000).toFixed(1)} s)`)
  return held
}

const alone = (steps: readonly Step[]) => steps.map((step) => [step])

async function main(): Promise<number> {
  const beside = types(['--checkers', '1'])
  // Types are checked by one processor for a while, and the drill waits a lot: in the whole gate others run beside them.
  const rounds = process.argv.includes('--quick') ? alone([types(), ...quick]) : [quick, [assets], [beside, code], last]
  await rm('test-results', { recursive: true, force: true })
  try {
    for (const round of rounds) if ((await Promise.all(round.map(take))).includes(false)) return 1
    return 0
  } finally {
    await (await cluster)?.stop()
  }
}

process.exitCode = await main()
