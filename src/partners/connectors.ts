import { z } from 'zod'
import { discover, type Found } from '#platform/discover'
import { type Connector, sorts } from './define-connector.ts'
import { isKind } from './kinds.ts'

const Shape = z.object({
  contract: z.string(),
  sort: z.enum(sorts),
  config: z.custom((value) => value instanceof z.ZodType, 'is not a zod schema'),
  actions: z.record(z.string(), z.function()),
  otherwise: z.function().optional(),
})

/** Every connector, by the contract that it speaks: one file each in `connectors/`. Stops the start on a wrong one. */
export async function loadConnectors(): Promise<ReadonlyMap<string, Connector>> {
  const found = await discover('partners/connectors')
  return new Map(found.map((file) => [file.name, connectorOf(file)]))
}

function connectorOf({ file, name, exports }: Found): Connector {
  const parsed = Shape.safeParse(exports.default)
  if (!parsed.success) throw new Error(`${file} must export a connector by default: ${z.prettifyError(parsed.error)}`)
  const connector = exports.default as Connector
  if (connector.contract !== name)
    throw new Error(`${file} speaks ${connector.contract}: its file is ${connector.contract}.ts.`)
  const unknown = Object.keys(connector.actions).find((kind) => !isKind(kind))
  if (unknown)
    throw new Error(`${file} carries ${unknown}, which is not a kind of action: add it to partners/kinds.ts.`)
  return connector
}
