import { z } from 'zod'

/** One field of a method's JSON, in words. */
export type Field = { readonly name: string; readonly shape: string; readonly says: string }

type Schema = {
  readonly type?: string | readonly string[]
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly default?: unknown
  readonly description?: string
  readonly items?: Schema
  readonly prefixItems?: readonly Schema[]
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
}

export function fieldsOf(schema: z.ZodType, io: 'input' | 'output'): Field[] {
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as Schema
  return Object.entries(properties).map(([name, property]) => ({
    name: required.includes(name) ? name : `${name}?`,
    shape: shapeOf(property),
    says: `${property.description ?? ''}${property.default === undefined ? '' : ` (else ${JSON.stringify(property.default)})`}`,
  }))
}

function shapeOf(schema: Schema): string {
  const choices = schema.anyOf ?? schema.oneOf
  if (choices) return choices.map(shapeOf).join(' or ')
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (schema.enum) return schema.enum.map((one) => JSON.stringify(one)).join(' or ')
  if (schema.prefixItems) return `[${schema.prefixItems.map(shapeOf).join(', ')}]`
  if (schema.items) return `[${shapeOf(schema.items)}…]`
  if (schema.properties) return objectShape(schema)
  return [schema.type ?? 'any']
    .flat()
    .map((type) => (type === 'integer' ? 'whole number' : type))
    .join(' or ')
}

function objectShape({ properties = {}, required = [] }: Schema): string {
  const parts = Object.entries(properties).map(
    ([name, property]) => `${name}${required.includes(name) ? '' : '?'}: ${shapeOf(property)}`,
  )
  return `{${parts.join(', ')}}`
}
