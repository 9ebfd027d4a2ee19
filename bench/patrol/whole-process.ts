import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { nodeFlags } from '../../bin/run.mjs'
import { median } from '../frame.ts'

/** What a whole process took, from its start to its end, with reading and writing JSON. */
export type Used = { readonly seconds: number; readonly cpu: number; readonly megabytes: number }

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** `ringback stats METHOD FILE` with the flags that it is started with, so many times: the medians, and the last answer. */
export async function measured<Answer>(
  method: string,
  input: object,
  folder: string,
  times = 3,
): Promise<Used & { readonly answer: Answer }> {
  const file = join(folder, `${method}.json`)
  writeFileSync(file, JSON.stringify(input))
  const runs: Used[] = []
  let answer: Answer | undefined
  for (let run = 0; run < times; run++) {
    const one = await runOnce(method, file)
    runs.push(one.used)
    answer = JSON.parse(one.out) as Answer
  }
  const receipts = createWriteStream(join(folder, `${method}.ndjson`), { flags: 'a' })
  for (const run of runs) receipts.write(`${JSON.stringify(run)}\n`)
  receipts.end()
  const of = (part: keyof Used) => median(runs.map((run) => run[part]))
  return { seconds: of('seconds'), cpu: of('cpu'), megabytes: of('megabytes'), answer: answer as Answer }
}

async function runOnce(method: string, file: string): Promise<{ readonly used: Used; readonly out: string }> {
  const started = performance.now()
  const child = spawn(
    process.execPath,
    [...nodeFlags(['stats']), '--import', here('usage.ts'), here('../../src/main.ts'), 'stats', method, file],
    {
      stdio: ['ignore', 'pipe', 'inherit', 'pipe'],
    },
  )
  const [out, usage, [code]] = await Promise.all([
    text(child.stdout as Readable),
    text(child.stdio[3] as Readable),
    once(child, 'close') as Promise<[number]>,
  ])
  if (code !== 0) throw new Error(`ringback stats ${method} ended with ${code}; its words are above.`)
  return {
    out,
    used: { seconds: (performance.now() - started) / 1000, ...(JSON.parse(usage) as Omit<Used, 'seconds'>) },
  }
}
