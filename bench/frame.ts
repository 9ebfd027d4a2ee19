import { spawn } from 'node:child_process'
import { createWriteStream, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { startEmbedded } from '#platform/embedded-postgres/start-embedded'
import { silentLog } from '#platform/log'
import { migrate } from '#platform/migrate'
import { loginUrl } from '#platform/server-role'

/** One measured figure beside its bar. Without a bar it is recorded only. */
export type Figure = {
  readonly name: string
  readonly value: number
  readonly unit: string
  readonly bar: string | null
  readonly holds: boolean | null
}

export type Bench = {
  readonly name: string
  /** What is claimed, in one sentence. */
  readonly claim: string
  readonly run: (tools: Tools) => Promise<readonly Figure[]>
}

export type Tools = {
  /** A fresh, migrated database on a PostgreSQL of the bench's own, durable like the real one. */
  readonly database: () => Promise<{ readonly ownerUrl: string; readonly serverUrl: string }>
  /** Runs bench/load/NAME.ts as a process of its own; its NDJSON lines are kept as raw receipts and returned. */
  readonly load: <Line>(name: string, input: object) => Promise<Line[]>
  readonly say: (text: string) => void
  /** The folder where the raw receipts of this run stay. */
  readonly receipts: string
}

export const defineBench = (bench: Bench): Bench => bench

const rounded = (value: number) => Number(value.toPrecision(4))

export const recorded = (name: string, value: number, unit: string): Figure => ({
  name,
  value: rounded(value),
  unit,
  bar: null,
  holds: null,
})
export const atLeast = (name: string, value: number, unit: string, bar: number): Figure => ({
  ...recorded(name, value, unit),
  bar: `≥ ${bar}`,
  holds: value >= bar,
})
export const atMost = (name: string, value: number, unit: string, bar: number): Figure => ({
  ...recorded(name, value, unit),
  bar: `≤ ${bar}`,
  holds: value <= bar,
})

/** The value below which the given share of the sample lies (nearest rank). */
export function quantile(sample: readonly number[], share: number): number {
  const sorted = [...sample].sort((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN
}
export const median = (sample: readonly number[]) => quantile(sample, 0.5)

/** Runs one bench with a database of its own, and clears up after it. */
export async function runBench(bench: Bench, at: string): Promise<readonly Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'ringback-bench-'))
  const receipts = fileURLToPath(new URL(`receipts/${bench.name}-${at.replaceAll(/[:.]/g, '-')}/`, import.meta.url))
  mkdirSync(receipts, { recursive: true })
  const endings: (() => Promise<unknown>)[] = []
  let runs = 0
  const tools: Tools = {
    receipts,
    say: (text) => process.stderr.write(`${text}\n`),
    load: (name, input) => runLoad(name, input, join(receipts, `${name}-${++runs}.ndjson`)),
    database: async () => {
      const embedded = await startEmbedded({ dataDir: join(folder, `postgres-${endings.length}`), log: silentLog() })
      endings.push(() => embedded.stop())
      const serverUrl = loginUrl(embedded.url, 'only-for-the-bench')
      await migrate({ ownerUrl: embedded.url, serverUrl })
      return { ownerUrl: embedded.url, serverUrl }
    },
  }
  try {
    return await bench.run(tools)
  } finally {
    for (const end of endings) await end()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function runLoad<Line>(name: string, input: object, receipts: string): Promise<Line[]> {
  const file = fileURLToPath(new URL(`load/${name}.ts`, import.meta.url))
  const child = spawn(process.execPath, [file, JSON.stringify(input)], { stdio: ['ignore', 'pipe', 'inherit'] })
  const keep = createWriteStream(receipts)
  const lines: Line[] = []
  for await (const line of createInterface({ input: child.stdout })) {
    keep.write(`${line}\n`)
    lines.push(JSON.parse(line) as Line)
  }
  keep.end()
  const code = child.exitCode ?? (await new Promise<number | null>((resolve) => child.on('exit', resolve)))
  if (code !== 0) throw new Error(`The load ${name} ended with ${code}; its words are above.`)
  return lines
}
