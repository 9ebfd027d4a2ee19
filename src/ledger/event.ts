import { z } from 'zod'

/** A fact about to be recorded. Only `EventDefinition.of` makes one, so its data always fit the schema. */
export type NewEvent<Data = unknown> = {
  readonly type: string
  readonly typeVersion: number
  readonly stream: string
  readonly data: Data
}

/** A fact as the ledger holds it. `id` is a decimal string (bigint), `at` ISO 8601 UTC in milliseconds. */
export type StoredEvent = {
  readonly id: string
  readonly stream: string
  readonly version: number
  readonly type: string
  readonly typeVersion: number
  readonly tenant: string
  readonly actor: string
  readonly cause: string
  readonly at: string
  readonly data: unknown
  /** What it owes to partners; only where a view follows the sealed order. */
  readonly owes?: readonly { readonly partners: readonly string[]; readonly kind: string }[]
}

/** How one older version of an event reads, and how it becomes the next one. Kept for ever in the event's own file. */
export type Upcast = { readonly data: z.ZodType; readonly up: (old: never) => unknown }

export type EventDefinition<Data = unknown> = {
  readonly type: string
  readonly version: number
  readonly schema: z.ZodType<Data>
  readonly sample: Data
  /** The field with the date on which a person must look again at the IMEIs in it; undefined where it holds none. */
  readonly pseudonymous: string | undefined
  readonly upcasts: Readonly<Record<number, Upcast>>
  readonly streamOf: (data: Data) => string
  readonly of: (data: Data) => NewEvent<Data>
  readonly decode: (stored: Pick<StoredEvent, 'type' | 'typeVersion' | 'data'>) => Data
}

type Options<Schema extends z.ZodType> = {
  readonly version: number
  /** The shape of the fact. References only: personal data live in the vault. */
  readonly data: Schema
  readonly stream: (data: z.output<Schema>) => string
  /** One made-up example; `npm run golden` freezes it, docs/events.md shows it. */
  readonly sample: z.input<Schema>
  /** An event that holds IMEIs says so by naming its review date; any other event with such a number is refused. */
  readonly pseudonymous?: keyof z.output<Schema> & string
  readonly upcast?: Readonly<Record<number, Upcast>>
}

// A number as long as an IMEI, an IMEISV or their key (3GPP TS 23.003), as a text of its own.
const imeiLike = /"\d{14,16}"/

// PostgreSQL's jsonb takes neither NUL nor half a surrogate pair; JSON.stringify writes both as escapes.
const unstorable = /\\u(?:0000|[dD][89a-fA-F])/

/** The fields that would take any text, where a name or a number could end up for ever. */
function openFields(shape: object, path = ''): string[] {
  const { type, ...more } = shape as { type?: string } & Record<string, unknown>
  const closed = ['pattern', 'format', 'enum', 'const'].some((rule) => rule in more)
  if (type === 'string') return closed ? [] : [path]
  const properties = Object.entries((more.properties ?? {}) as Record<string, object>)
  const rest = [more.items, more.additionalProperties, ...((more.anyOf ?? more.oneOf ?? []) as unknown[])].filter(
    (one): one is object => typeof one === 'object' && one !== null,
  )
  return [
    ...properties.flatMap(([name, one]) => openFields(one, `${path}.${name}`)),
    ...rest.flatMap((one) => openFields(one, path)),
  ]
}

/** One kind of fact: `module.thing-happened`, one file each. */
export function defineEvent<Schema extends z.ZodType>(
  type: string,
  { version, data: schema, stream, sample, pseudonymous, upcast = {} }: Options<Schema>,
): EventDefinition<z.output<Schema>> {
  type Data = z.output<Schema>
  if (!/^[a-z]+(-[a-z]+)*\.[a-z]+(-[a-z]+)*$/.test(type))
    throw new Error(`Event ${type}: name it module.thing-happened, in lower case with hyphens.`)
  for (let old = 1; old < version; old++)
    if (!upcast[old])
      throw new Error(`Event ${type} is at version ${version} but cannot read version ${old}: add an upcast.`)

  const open = openFields(z.toJSONSchema(schema, { io: 'output', unrepresentable: 'any' }))
  if (open.length > 0)
    throw new Error(
      `Event ${type}: ${open.join(', ')} would take any text. Give a pattern or a list, or put it in the vault.`,
    )

  const of = (given: Data): NewEvent<Data> => {
    const checked = schema.parse(given) as Data
    const text = JSON.stringify(checked)
    if (!pseudonymous && imeiLike.test(text))
      throw new Error(`Event ${type} holds an IMEI without a review date: name it in pseudonymous.`)
    if (unstorable.test(text))
      throw new Error(`Event ${type}: its text holds a NUL or half a character; clean it where it entered.`)
    return { type, typeVersion: version, stream: stream(checked), data: checked }
  }

  const decode = (stored: Pick<StoredEvent, 'type' | 'typeVersion' | 'data'>): Data => {
    if (stored.type !== type) throw new Error(`A ${stored.type} was read as a ${type}.`)
    if (stored.typeVersion > version)
      throw new Error(`${type} version ${stored.typeVersion} is newer than this program (${version}): upgrade it.`)
    let data = stored.data
    for (let at = stored.typeVersion; at < version; at++) data = upcast[at]?.up(data as never)
    return data as Data
  }

  return {
    ...{ type, version, upcasts: upcast, streamOf: stream, of, decode, pseudonymous },
    schema: schema as z.ZodType<Data>,
    sample: of(schema.parse(sample) as Data).data,
  }
}
