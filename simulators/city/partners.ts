import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

const Listed = z.object({ slug: z.string(), name: z.string(), sort: z.string(), address: z.url() })
/** A pretend partner, by the address at which it takes its own commands. */
export type Partner = z.output<typeof Listed>

/** One effect in a partner's journal. The partner's own time says when it was so. */
export const Effect = z.object({
  key: z.string(),
  kind: z.string(),
  outcome: z.enum(['acknowledged', 'refused']),
  at: z.iso.datetime(),
  detail: z.unknown(),
})
export type Effect = z.output<typeof Effect>

/** One message that a gateway took. */
export const Message = z.object({
  id: z.string(),
  at: z.iso.datetime(),
  to: z.string(),
  subject: z.string().optional(),
  text: z.string(),
})
export type Message = z.output<typeof Message>

const patienceMs = 20_000

/** The pretend partners that `ringback start` wrote down in its data folder. */
export function partnersIn(dataDir: string): Partner[] {
  const file = join(dataDir, 'simulators.json')
  try {
    return z.array(Listed).parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch (cause) {
    throw new Error(`No pretend partners are listed in ${file}: start the system first (npm start).`, { cause })
  }
}

/** Gives a pretend partner one of its own commands, below /_. */
export async function command({ address, slug }: Partner, path: `/_${string}`, body: unknown): Promise<unknown> {
  const init = { method: 'POST', body: JSON.stringify(body), signal: AbortSignal.timeout(patienceMs) }
  const reply = await fetch(`${address}${path}`, init)
  if (!reply.ok) throw new Error(`${slug} answered ${reply.status} to ${path}: ${await reply.text()}`)
  return reply.json()
}

const list = async <One>({ address }: Partner, path: string, schema: z.ZodType<One>): Promise<One[]> => {
  const reply = await fetch(`${address}${path}`, { signal: AbortSignal.timeout(patienceMs) })
  return z.array(schema).parse(await reply.json())
}

export const journalOf = (partner: Partner): Promise<Effect[]> => list(partner, '/_journal', Effect)
export const messagesOf = (partner: Partner): Promise<Message[]> => list(partner, '/_messages', Message)

export type Trouble = {
  readonly delayMs?: readonly [number, number]
  readonly errorRate?: number
  /** These do not answer at all. */
  readonly down: readonly string[]
}

/** Makes the partners slow, faulty or deaf, as asked; all is taken away again by `{ down: [] }`. */
export async function trouble(partners: readonly Partner[], { down, delayMs, errorRate }: Trouble): Promise<void> {
  const faults = { ...(delayMs && { delayMs }), ...(errorRate !== undefined && { errorRate }) }
  const set = (one: Partner) => command(one, '/_faults', down.includes(one.slug) ? { outage: true } : faults)
  await Promise.all(partners.map(set))
}
