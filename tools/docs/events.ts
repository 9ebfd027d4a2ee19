import { z } from 'zod'
import type { EventDefinition } from '#ledger'
import { loadCatalogue } from '#ledger/catalogue'
import type { Document } from './document.ts'

const fields = ({ schema }: EventDefinition) => {
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { io: 'output', unrepresentable: 'any' }) as {
    properties?: Record<string, object>
    required?: string[]
  }
  return Object.entries(properties).map(
    ([name, shape]) => `| \`${name}\` | ${required.includes(name) ? 'always' : 'sometimes'} | ${describe(shape)} |`,
  )
}

function describe(shape: object): string {
  const {
    type,
    enum: values,
    format,
    items,
    anyOf,
    description,
  } = shape as {
    type?: string
    enum?: unknown[]
    format?: string
    items?: object
    anyOf?: object[]
    description?: string
  }
  if (description) return description
  if (values) return values.map((value) => `\`${value}\``).join(', ')
  if (anyOf) return anyOf.map(describe).join(' or ')
  if (type === 'array') return `list of ${describe(items ?? {})}`
  return [type, format && `(${format})`].filter(Boolean).join(' ') || 'any'
}

const holds = ({ pseudonymous }: EventDefinition) =>
  pseudonymous ? `Holds IMEIs: pseudonymous, looked at again by \`${pseudonymous}\`.` : 'Holds nothing about a person.'

const section = (event: EventDefinition) =>
  [
    `## ${event.type}`,
    '',
    `Version ${event.version}. Stream of the sample: \`${event.streamOf(event.sample)}\`. ${holds(event)}`,
    '',
    '| field | given | shape |',
    '|---|---|---|',
    ...fields(event),
    '',
    '```json',
    JSON.stringify(event.sample, null, 2),
    '```',
    '',
  ].join('\n')

/** docs/events.md: every fact that the ledger can hold. */
export const events: Document = {
  path: 'docs/events.md',
  render: async () => {
    const { events: all } = await loadCatalogue()
    const sorted = [...all.values()].sort((a, b) => a.type.localeCompare(b.type))
    return [
      '# Events',
      '',
      'Every fact that the ledger can hold, made from the code (`npm run docs`). Facts are never changed; a correction is a',
      'further fact. Each also carries its stream, version, tenant, actor, cause and time.',
      '',
      ...sorted.map(section),
    ].join('\n')
  },
}
