import { z } from 'zod'

const Lane = z.object({
  kind: z.string(),
  partner: z.string(),
  state: z.string(),
  sent: z.string().nullable(),
  confirmed: z.string().nullable(),
  ms: z.number().nullable(),
})

const Stage = z.object({
  case: z.string(),
  reportedAt: z.string(),
  lanes: z.array(Lane),
  networks: z.array(z.object({ name: z.string(), admits: z.boolean().optional() })),
  stoppedAfterMs: z.number().nullable(),
  sightings: z.array(z.object({ country: z.string(), at: z.string(), notedAt: z.string() })),
})
export type ShownStage = z.output<typeof Stage>

const Tray = z.object({
  tray: z
    .object({
      matched: z.number(),
      rows: z.array(z.object({ line: z.number(), state: z.string(), mine: z.boolean() })),
    })
    .nullable(),
})
export type ShownTray = NonNullable<z.output<typeof Tray>['tray']>

const Tampering = z.object({ events: z.number(), whole: z.boolean(), findings: z.array(z.string()) })
export type ShownTampering = z.output<typeof Tampering>

/** There is no demo to be had at that address; `isOther`: something else answers there. */
export class Unreachable extends Error {
  readonly isOther: boolean
  constructor(says: string, isOther: boolean) {
    super(says)
    this.isOther = isOther
  }
}

/** The demo of a running installation, by its JSON routes. */
export type DemoApi = {
  readonly report: () => Promise<string>
  readonly stage: (theft: string) => Promise<ShownStage>
  readonly algiers: (theft: string) => Promise<boolean>
  readonly tray: (theft: string) => Promise<ShownTray | undefined>
  readonly tamper: (theft: string) => Promise<ShownTampering>
}

const patienceMs = 20_000

export function openDemoApi(publicUrl: string): DemoApi {
  const base = publicUrl.replace(/\/+$/, '')
  const ask = async <Reply extends z.ZodType>(
    method: 'GET' | 'POST',
    path: string,
    reply: Reply,
  ): Promise<z.output<Reply>> => {
    const answer = await reach(base, `/api/demo/thefts${path}`, method)
    const body: unknown = await answer.json().catch(() => undefined)
    if (answer.ok) {
      const read = reply.safeParse(body)
      if (read.success) return read.data
    }
    throw whyNot(base, answer.status, body)
  }
  return {
    report: async () => (await ask('POST', '', z.object({ case: z.string() }))).case,
    stage: (theft) => ask('GET', `/${theft}`, Stage),
    algiers: async (theft) => (await ask('POST', `/${theft}/algiers`, z.object({ done: z.boolean() }))).done,
    tray: async (theft) => (await ask('POST', `/${theft}/tray`, Tray)).tray ?? undefined,
    tamper: (theft) => ask('POST', `/${theft}/tamper`, Tampering),
  }
}

async function reach(base: string, path: string, method: string): Promise<Response> {
  try {
    return await fetch(base + path, { method, signal: AbortSignal.timeout(patienceMs) })
  } catch (cause) {
    const says = `Nothing answers at ${base}. Start Ringback in another terminal, and try again: npm start (with the same PORT).`
    throw Object.assign(new Unreachable(says, false), { cause })
  }
}

const Problem = z.object({ code: z.string(), title: z.string(), detail: z.string() })

function whyNot(base: string, status: number, body: unknown): Unreachable {
  const said = Problem.safeParse(body)
  if (!said.success || status < 400)
    return new Unreachable(
      `What answers at ${base} is not Ringback, or another version of it (status ${status}).`,
      true,
    )
  if (said.data.code === 'not-found')
    return new Unreachable(
      `${base} is no demo: nothing pretend is done among real cases. Start one beside it: PORT=8090 RINGBACK_DATA=.ringback-demo npm start`,
      true,
    )
  return new Unreachable(`${said.data.title}. ${said.data.detail}`, false)
}
