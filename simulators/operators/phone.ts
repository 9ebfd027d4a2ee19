import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { Tools } from '../frame.ts'

const Attach = z.strictObject({
  /** 14 to 16 digits, as the handset says them. */
  imei: z.string().regex(/^\d{14,16}$/),
  supi: z.string().max(60).optional(),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .default('GB'),
})
type Attach = z.output<typeof Attach>

export type Seen = 'refused-attach' | 'new-sim' | 'foreign-attach'

/** What an operator knows of a handset that asks for service. */
type Known = {
  readonly tracked: (key: string) => boolean
  /** Whether this SIM is in another phone under a number that is blocked: of that one nothing is told. */
  readonly spared: (key: string, supi: string) => boolean
  /** The SIM that it was last seen with here. */
  readonly lastSim: (key: string) => string | undefined
  readonly now: () => Date
}

/**
 * A pretend phone asks for service. At home the operator's own 5G-EIR is asked over HTTP, as an AMF does; abroad the
 * visited network asks its own, which knows nothing of our list, and only the registration comes home.
 */
export async function attach(body: unknown, { tracked, spared, lastSim, now }: Known, { baseUrl, ringback }: Tools) {
  const phone = Attach.parse(body)
  const key = phone.imei.slice(0, 14)
  const home = phone.country === 'GB'
  const status = home ? await ask(baseUrl, phone) : 'NOT_ASKED'
  const admitted = status !== 'BLACKLISTED'
  const isOther = phone.supi !== undefined && spared(key, phone.supi)
  const how = tracked(key) && !isOther ? seen(phone, { home, admitted, lastSim: lastSim(key) }) : undefined
  if (how) {
    const reading = { imei: phone.imei, how, country: phone.country, at: now().toISOString(), ref: randomUUID() }
    void ringback?.post('/api/sightings', { readings: [reading] })
  }
  return { key, supi: phone.supi, answer: { admitted, status, reported: how ?? null } }
}

type Circumstances = { readonly home: boolean; readonly admitted: boolean; readonly lastSim: string | undefined }

function seen({ supi }: Attach, { home, admitted, lastSim }: Circumstances): Seen | undefined {
  if (!admitted) return 'refused-attach'
  if (!home) return 'foreign-attach'
  return supi !== undefined && supi !== lastSim ? 'new-sim' : undefined
}

/** The EIR's word. When it does not answer the phone is let in: an operator does not cut off everyone because of that. */
async function ask(baseUrl: string, { imei, supi }: Attach): Promise<string> {
  const pei = imei.length === 16 ? `imeisv-${imei}` : `imei-${imei.padEnd(15, '0')}`
  const query = new URLSearchParams({ pei, ...(supi !== undefined && { supi }) })
  try {
    const reply = await fetch(`${baseUrl}/n5g-eir-eic/v1/equipment-status?${query}`, {
      signal: AbortSignal.timeout(2000),
    })
    return ((await reply.json()) as { status?: string }).status?.toString() ?? 'NO_ANSWER'
  } catch {
    return 'NO_ANSWER'
  }
}
