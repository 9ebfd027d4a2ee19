import { z } from 'zod'

type Json = { [key: string]: unknown }

const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)

/** The JSON Schema of a zod schema; what cannot be described as JSON (a Date, a Map) stops the start. */
const described = (schema: z.ZodType, io: 'input' | 'output') => z.toJSONSchema(schema, { io }) as Json

/** Every schema below this one, itself first. Maps of schemas (`properties`, `$defs`) are walked, not counted. */
function* below(schema: Json, path = ''): Generator<{ schema: Json; path: string }> {
  yield { schema, path }
  for (const [key, value] of Object.entries(schema)) {
    if (key === 'properties' || key === '$defs')
      for (const [name, inner] of Object.entries(value as Json))
        if (isJson(inner)) yield* below(inner, `${path}/${name}`)
    if (['items', 'additionalProperties', 'not'].includes(key) && isJson(value)) yield* below(value, `${path}/*`)
    if (['anyOf', 'oneOf', 'allOf', 'prefixItems'].includes(key))
      for (const inner of value as Json[]) yield* below(inner, `${path}/*`)
  }
}

const isOpen = ({ type, $ref, anyOf, oneOf, allOf, enum: choice, const: one, not }: Json) =>
  [type, $ref, anyOf, oneOf, allOf, choice, one, not].every((said) => said === undefined)

/** Stops the start when a reply schema would let through what it does not name (unknown, any, a loose object). */
export const demandClosedReply = (route: string, reply: z.ZodType) => {
  for (const { schema, path } of below(described(reply, 'output'))) {
    const loose = schema.type === 'object' && !('additionalProperties' in schema)
    if (isOpen(schema) || loose)
      throw new Error(`${route}: its reply lets anything out at ${path || '/'}. Name each field with its own schema.`)
  }
}

type Inputs = { params?: z.ZodType; query?: z.ZodType; body?: z.ZodType }

/** Stops the start when a body would swallow fields it does not know, or two parts of the input share a name. */
export const demandStrictInput = (route: string, { params, query, body }: Inputs) => {
  for (const { schema, path } of body ? below(described(body, 'input')) : [])
    if (schema.type === 'object' && !('additionalProperties' in schema))
      throw new Error(`${route}: its body swallows unknown fields at ${path || '/'}. Use z.strictObject there.`)
  const names = [params, query, body].flatMap((part) => (part ? fieldNames(part) : []))
  const twice = names.find((name, at) => names.indexOf(name) !== at)
  if (twice) throw new Error(`${route}: ${twice} is named in two parts of its input. Rename one.`)
}

const fieldNames = (part: z.ZodType) => {
  const names = [...below(described(part, 'input'))].filter(({ path }) => path === '' || path === '/*')
  return [...new Set(names.flatMap(({ schema }) => Object.keys((schema.properties as Json | undefined) ?? {})))]
}
