import { z } from 'zod'
import type { FieldError } from './render.ts'

/** The fields of a form, each with the schema that reads it and the words for when it cannot. */
export type Fields = z.ZodObject

/** A field that may be left empty: then it is undefined. No union, for that would swallow what the schema says of what was typed. */
export const emptyOr = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess((typed) => (typeof typed === 'string' && typed.trim() === '' ? undefined : typed), schema.optional())

/** What a browser sent: a field named twice is a list. */
export type SentForm = Record<string, string | string[]>

type Checked = { fields: Record<string, unknown>; errors?: undefined } | { fields?: undefined; errors: FieldError[] }

/** Reads a form. Each wrong field is said once, in the order of the form; what was typed is never said back. */
export function checkFields(form: Fields, sent: SentForm): Checked {
  const named = Object.entries(form.shape).map(([field, schema]) => [field, valueFor(schema, sent[field])])
  const read = form.safeParse(Object.fromEntries(named), { error: saidOfAny })
  if (read.success) return { fields: read.data }
  const said = new Map<string, string>()
  for (const { path, message } of read.error.issues) {
    const field = String(path[0] ?? Object.keys(form.shape)[0])
    if (!said.has(field)) said.set(field, message)
  }
  const inOrder = Object.keys(form.shape).filter((field) => said.has(field))
  return { errors: inOrder.map((field) => ({ field, says: said.get(field) ?? '' })) }
}

/** What is said where a schema has no words of its own: of a button, of a field that nobody sees, of far too much. */
function saidOfAny({ code, maximum, minimum }: { code?: string; maximum?: unknown; minimum?: unknown }): string {
  if (code === 'invalid_value') return 'Choose one of the answers on this page'
  if (code === 'too_big') return `Enter no more than ${maximum} letters or digits`
  if (code === 'too_small') return `Enter at least ${minimum} letters or digits`
  return 'This is not as the page sent it. Open the page again and send it from there'
}

/** Only a field of many choices is a list. A browser sends nothing for an empty one, and no list for a single choice. */
function valueFor(schema: unknown, value: string | string[] = []): string | string[] {
  const all = [value].flat()
  return schema instanceof z.ZodArray ? all : (all[0] ?? '')
}
