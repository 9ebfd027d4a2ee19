import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Judgement } from '#lib/merkle/judge'
import { judgeProof } from './proof.ts'

/** One line of `ringback verify proof`. */
export type ProofVerdict = { file: string; holds: boolean; reason: string }

/** Judges the given files, and all *.json below the given folders, in name order. */
export async function* judgeFiles(paths: readonly string[]): AsyncGenerator<ProofVerdict> {
  for (const path of paths) {
    for (const file of await filesBelow(path)) {
      const judged = await judgeFile(file)
      yield { file, holds: judged.holds, reason: judged.holds ? '' : judged.reason }
    }
  }
}

/** A file that cannot be read proves nothing; it is named, and the others are judged all the same. */
async function judgeFile(file: string): Promise<Judgement> {
  try {
    return judgeProof(await readFile(file, 'utf8'))
  } catch (fault) {
    const code = fault instanceof Error && 'code' in fault ? String(fault.code) : 'unknown fault'
    return { holds: false, reason: code === 'ENOENT' ? 'there is no such file' : `the file cannot be read (${code})` }
  }
}

async function filesBelow(path: string): Promise<string[]> {
  const found = await stat(path).catch(() => undefined)
  if (!found?.isDirectory()) return [path]
  const entries = await readdir(path, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.name.endsWith('.json') && !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
}
