import type { z } from 'zod'
import type { FieldError } from './render.ts'

/** The fields of a form, each with the schema that reads it and the words for when it cannot. */
export type Fields = z.ZodObject

/** What a browser sent: a field named twice is a list. */
export type SentForm = Record<string, string | string[]>

type Checked = { fields: Record<string, unknown>; errors?: undefined } | { fields?: undefined; errors: FieldError[] }

/** Reads a form. Each wrong field is said once, in the order of the form; what was typed is never said back. */
export function checkFields(form: Fields, sent: SentForm): Checked {
  const read = form.safeParse(Object.fromEntries(Object.keys(form.shape).map((field) => [field, sent[field] ?? ''])))
  if (read.success) return { fields: read.data }
  const said = new Map<string, string>()
  for (const { path, message } of read.error.issues) {
    const field = String(path[0] ?? Object.keys(form.shape)[0])
    if (!said.has(field)) said.set(field, message)
  }
  const inOrder = Object.keys(form.shape).filter((field) => said.has(field))
  return { errors: inOrder.map((field) => ({ field, says: said.get(field) ?? '' })) }
}
