import { z } from 'zod'
import { type PassInRoute, seeOther } from '#http'
import type { SentForm } from './form.ts'

/** The way to the page that opens a case, for whoever holds none. What they typed goes with them (`typedAgain`). */
export const toOpenCase = seeOther('/case')

const Typed = z.object({
  at: z.string().regex(/^\/case(\/[a-z-]+)+$/),
  sent: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
})
const Note = z.object({ visit: z.string() })
const kind = 'typed-again'
const lastsMs = 30 * 60_000

/**
 * What was typed on the page of a case that had closed meanwhile. It goes along in the form that opens the case and is kept nowhere.
 * `visit`: sealed, so that the form, which stays in the history with code and word, opens nothing once this visit has ended.
 */
export const typedAgain = (pass: PassInRoute, at: string, sent: SentForm) => ({
  ...{ view: false, report: false, again: false, here: '/case', title: 'Open your case' },
  values: { typed: JSON.stringify({ at, sent }), visit: noteOf(pass) },
})

const noteOf = (pass: PassInRoute) => pass.sealNote(kind, { visit: pass.visit }, lastsMs)

/** The form that was typed, field by field, and the visit that it belongs to; or why it goes no further. */
export async function readTyped(pass: PassInRoute, { typed, visit: note }: { typed: string; visit: string }) {
  const read = Typed.safeParse(parsed(typed))
  if (!read.success) return 'none'
  const { at, sent } = read.data
  const { visit } = Note.safeParse(pass.openNote(kind, note)).data ?? {}
  if (visit === undefined) return { late: typedAgain(pass, at, sent) }
  if (await pass.hasEnded(visit)) return 'ended'
  const fields = Object.entries(sent).flatMap(([name, value]) => [value].flat().map((one) => ({ name, value: one })))
  return { visit, again: { at, fields } }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // made up, or cut short
  }
}
