import { createHash } from 'node:crypto'
import { z } from 'zod'
import { checkDigit } from '#lib/imei/check-digit'

const Imei = z.string().regex(/^\d{15}$/)
const Msisdn = z.string().regex(/^\+[1-9]\d{6,14}$/)

/** Sets what an operator knows of some of its lines; whatever is left out stays as it was. */
export const Subscribers = z.array(
  z.strictObject({
    line: Msisdn,
    name: z.string().min(1).max(200).optional(),
    born: z.iso.date().optional(),
    postcode: z.string().max(10).optional(),
    imeis: z.array(Imei).max(4).optional(),
    ported: z.iso.datetime().optional(),
    since: z.iso.datetime().optional(),
    monitoredDays: z.int().min(0).optional(),
    supi: z.string().max(60).optional(),
  }),
)

/** Who holds a line, and the handset in which it was last used. */
export type Subscriber = {
  readonly line: string
  readonly name: string
  readonly born: string
  readonly postcode: string
  readonly imeis: readonly string[]
  /** When the number came from another operator; undefined: it was always here. */
  readonly ported?: string | undefined
  /** When the line came into this handset; undefined: more than 30 days ago. */
  readonly since?: string | undefined
  /** For how many days this operator keeps when a line came into another handset (CAMARA). */
  readonly monitoredDays?: number | undefined
  /** The SIM, as the 5G core names it. */
  readonly supi: string
}

/** TACs of well-known test handsets: real makes and models are found for them. */
const tacs = ['35693803', '49015420', '35209900', '35332510']
const areas = ['N1', 'E8', 'SE1', 'SW9', 'W1F', 'NW1', 'EC2A', 'WC2H']

/** The holder of a pretend line: follows from its number alone, so that everyone who plays knows whom to be. */
export function subscriberOf(line: string): Subscriber {
  const digest = createHash('sha256').update(line).digest()
  const draw = (at: number, below: number) => digest.readUInt32BE(at) % below
  const two = (number: number) => String(number).padStart(2, '0')
  const body = `${tacs[draw(0, tacs.length)]}${String(draw(4, 1_000_000)).padStart(6, '0')}`
  return {
    line,
    name: `Holder ${line.slice(-3)}`,
    born: `${1950 + draw(8, 55)}-${two(1 + draw(12, 12))}-${two(1 + draw(16, 28))}`,
    postcode: `${areas[draw(20, areas.length)]} ${1 + draw(24, 9)}AA`,
    imeis: [body + checkDigit(body)],
    supi: `imsi-23430${line.slice(-10)}`,
  }
}

export type Holder = {
  readonly name: string
  readonly born?: string | undefined
  readonly postcode?: string | undefined
}

/** Whether a claim names the holder: the whole name, however it is written, and one of birth date and postcode. */
export function isHolder(subscriber: Subscriber, claim: Holder): boolean {
  if (plain(claim.name) !== plain(subscriber.name)) return false
  const wrong = (claim.born ?? subscriber.born) !== subscriber.born
  const elsewhere = plain(claim.postcode ?? subscriber.postcode) !== plain(subscriber.postcode)
  return (claim.born !== undefined || claim.postcode !== undefined) && !wrong && !elsewhere
}

/** Letters and digits alone, without accents or case: RENÉE O'NEIL is Renee ONeil. */
const plain = (text: string) =>
  text
    .replace(/\(.*?\)/g, '')
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
