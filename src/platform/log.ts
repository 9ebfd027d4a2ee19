import { pino } from 'pino'

export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'silent'

/** What a part of the program may say to operators. Never an IMEI, number, name or place. */
export type Log = {
  fatal: Say
  error: Say
  warn: Say
  info: Say
  debug: Say
  child(bindings: Record<string, unknown>): Log
}
type Say = (fields: Record<string, unknown> | string, message?: string) => void

/** JSON lines on stderr: stdout is kept for data. `part` names the process: serve, work, seal, start. */
export function createLog({ part, level }: { part: string; level: LogLevel }): Log {
  const timestamp = () => `,"at":"${new Date().toISOString()}"`
  return pino({ level, base: { part, pid: process.pid }, timestamp }, pino.destination({ dest: 2, sync: true }))
}

/** A log that says nothing, for tests and for commands whose stderr is for people. */
export function silentLog(): Log {
  return pino({ level: 'silent' })
}
