import type { FastifyInstance } from 'fastify'
import { serializerCompiler } from 'fastify-type-provider-zod'
import type { z } from 'zod'
import { type FieldFault, problem, thrown } from './problem.ts'

const parts: Readonly<Record<string, FieldFault['in']>> = { body: 'body', querystring: 'query', params: 'path' }

/** zod validates what comes in and filters what goes out. A wrong field is named; its value is never said back. */
export const useZod = (app: FastifyInstance) => {
  app.setSerializerCompiler(serializerCompiler)
  app.setValidatorCompiler<z.ZodType>(({ schema, httpPart }) => (data: unknown) => {
    const parsed = schema.safeParse(data)
    if (parsed.success) return { value: parsed.data }
    const errors = parsed.error.issues.flatMap((issue) => faultsOf(issue, parts[httpPart ?? ''] ?? 'body')).slice(0, 20)
    return { error: thrown(problem('invalid-input', { errors })) }
  })
}

const faultsOf = (issue: z.core.$ZodIssue, part: FieldFault['in']): FieldFault[] => {
  const at = (path: readonly PropertyKey[], detail: string) => ({ in: part, pointer: pointerTo(path), detail })
  if (issue.code !== 'unrecognized_keys') return [at(issue.path, issue.message)]
  return issue.keys.map((key) => at([...issue.path, key], 'This field is not known here. Leave it out.'))
}

/** RFC 6901 as a fragment. A segment that does not look like a field's name may be somebody's data: shown as `*`. */
const pointerTo = (path: readonly PropertyKey[]) =>
  ['#', ...path.map((segment) => (isFieldName(segment) ? String(segment) : '*'))].join('/')

const isFieldName = (segment: PropertyKey) =>
  typeof segment === 'number' || /^[A-Za-z][A-Za-z0-9_-]{0,39}$/.test(String(segment))
