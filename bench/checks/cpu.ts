import { readdirSync, readFileSync } from 'node:fs'

const ticksPerSecond = 100 // USER_HZ of Linux

type Process = { readonly parent: number; readonly cpuMs: number }

/** proc(5): after the name in brackets come state, parent … and as 12th and 13th the ticks in user and system mode. */
function look(pid: number | string): Process | undefined {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')
    return { parent: Number(fields[1]), cpuMs: ((Number(fields[11]) + Number(fields[12])) * 1000) / ticksPerSecond }
  } catch {
    return undefined // it ended
  }
}

export const parentOf = (pid: number) => look(pid)?.parent ?? 0

/** Processor time so far of a process with all its threads, and of its children. */
export function cpuMsOf(pid: number): number {
  const children = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && look(name)?.parent === pid)
  return [String(pid), ...children].reduce((sum, one) => sum + (look(one)?.cpuMs ?? 0), 0)
}
