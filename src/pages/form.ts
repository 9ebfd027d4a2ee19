import { z } from 'zod'
import type { FieldError } from './render.ts'

/** The fields of a form, each with the schema that reads it and the words for when it cannot. */
export type Fields = z.ZodObject

/** A field that may be left empty: then it is undefined. */
export const emptyOr = <Schema extends z.ZodType>(schema: Schema) =>
  z.union([z.literal('').transform(() => undefined), schema])

/** What a browser sent: a field named twice is a list. */
export type SentForm = Record<string, string | string[]>

type Checked = { fields: Record<string, unknown>; errors?: undefined } | { fields?: undefined; errors: FieldError[] }

/** Reads a form. Each wrong field is said once, in the order of the form; what was typed is never said back. */
export function checkFields(form: Fields, sent: SentForm): Checked {
  const named = Object.entries(form.shape).map(([field, schema]) => [field, valueFor(schema, sent[field])])
  const read = form.safeParse(Object.fromEntries(named))
  if (read.success) return { fields: read.data }
  const said = new Map<string, string>()
  for (const { path, message } of read.error.issues) {
    const field = String(path[0] ?? Object.keys(form.shape)[0])
    if (!said.has(field)) said.set(field, message)
  }
  const inOrder = Object.keys(form.shape).filter((field) => said.has(field))
  return { errors: inOrder.map((field) => ({ field, says: said.get(field) ?? '' })) }
}

/** Only a field of many choices is a list. A browser sends nothing for an empty one, and no list for a single choice. */
function valueFor(schema: unknown, value: string | string[] = []): string | string[] {
  const all = [value].flat()
  return schema instanceof z.ZodArray ? all : (all[0] ?? '')
}
