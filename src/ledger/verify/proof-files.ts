import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { judgeProof } from './proof.ts'

/** One line of `ringback verify proof`. */
export type ProofVerdict = { file: string; holds: boolean; reason: string }

/** Judges the given files, and all *.json below the given folders, in name order. */
export async function* judgeFiles(paths: readonly string[]): AsyncGenerator<ProofVerdict> {
  for (const path of paths) {
    for (const file of await filesBelow(path)) {
      const judged = judgeProof(await readFile(file, 'utf8'))
      yield { file, holds: judged.holds, reason: judged.holds ? '' : judged.reason }
    }
  }
}

async function filesBelow(path: string): Promise<string[]> {
  if (!(await stat(path)).isDirectory()) return [path]
  const names = await readdir(path, { recursive: true })
  return names
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => join(path, name))
}
