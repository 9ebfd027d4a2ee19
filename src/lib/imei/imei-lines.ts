import { z } from 'zod'
import { contexts, readImei } from './read-imei.ts'

const Entry = z.object({
  id: z.unknown(),
  // A sheet or a script may write the number as a number; below 2^53 no digit is lost.
  input: z.union([z.string(), z.int().nonnegative().transform(String), z.null().transform(() => '')]),
  context: z.enum(contexts),
})

/** What one JSON line became: the line to write, and what was wrong with the line itself, in words without its text. */
export type JudgedLine = { line: string; problem?: string }

/** Judges one line `{"id","input","context"}`. Undefined for a blank line. Never throws. */
export function judgeImeiLine(text: string): JudgedLine | undefined {
  if (text.trim() === '') return undefined
  const json = parseJson(text.replace(/^\uFEFF/, ''))
  if (json === undefined) return { line: unread(null), problem: 'is not JSON' }
  const entry = Entry.safeParse(json)
  if (!entry.success) return { line: unread(idIn(json)), problem: whatIsWrong(entry.error) }
  const { id, input, context } = entry.data
  const { valid, kind, norm14, check, reason } = readImei(input, context)
  return { line: JSON.stringify({ id: id ?? null, valid, kind, norm14, check, reason }) }
}

const unread = (id: unknown): string =>
  JSON.stringify({ id: id ?? null, valid: false, kind: null, norm14: null, check: null, reason: null })

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const idIn = (json: unknown): unknown => (typeof json === 'object' && json !== null && 'id' in json ? json.id : null)

function whatIsWrong(error: z.ZodError): string {
  const field = error.issues[0]?.path[0]
  if (field === 'context') return `needs a "context" out of ${contexts.join(', ')}`
  return field === 'input' ? 'needs an "input" that is text' : 'is not an object with "id", "input" and "context"'
}
