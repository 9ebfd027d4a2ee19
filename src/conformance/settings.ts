import { readFile } from 'node:fs/promises'
import { z } from 'zod'

const address = z.url({ protocol: /^https?$/, error: 'is no http or https address' })
const seconds = (most: number) =>
  z.coerce.number({ error: 'is no number of seconds' }).positive().max(most, `is more than ${most} seconds`)

const Options = z.object({
  url: address,
  clientId: z.string().min(1),
  secretFile: z.string().min(1),
  tokenPath: z.string().regex(/^\//, 'does not begin with a /'),
  jwks: z.string().min(1).optional(),
  eir: address.optional(),
  eirHttp2: z.boolean().default(false),
  imeiTac: z.string().regex(/^\d{8,11}$/, 'is not 8 to 11 digits'),
  unknownTac: z.string().regex(/^\d{8}$/, 'is not 8 digits'),
  line: z
    .string()
    .regex(/^\+[1-9]\d{6,14}$/, 'is no number in E.164, such as +447700900123')
    .optional(),
  holderName: z.string().min(1).max(200).optional(),
  holderBorn: z.iso.date('is no date such as 1990-02-28').optional(),
  holderPostcode: z.string().min(1).max(10).optional(),
  copied: z
    .string()
    .regex(/^\d{14}$/, 'is not 14 digits')
    .optional(),
  copiedSupi: z
    .string()
    .regex(/^imsi-\d{5,15}$/, 'is no SUPI such as imsi-001010000000001')
    .optional(),
  partner: z
    .string()
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'is no short name')
    .optional(),
  timeoutMs: z.coerce.number({ error: 'is no number' }).int().min(50).max(60_000),
  within: seconds(60),
  patience: seconds(600),
})

/** Everything that the person who runs the kit has named. */
export type Settings = Omit<z.output<typeof Options>, 'secretFile' | 'within' | 'patience'> & {
  readonly secret: string
  /** By when an effect must show at the EIR after its receipt. */
  readonly withinMs: number
  /** How long an order that was only taken is asked about again. */
  readonly patienceMs: number
}

/** The command line is wrong; the message says how. */
export class UsedWrongly extends Error {}

/** Reads the options as they stand on the command line. */
export async function readSettings(given: Record<string, unknown>): Promise<Settings> {
  const { data, error } = Options.safeParse(given)
  if (!data) throw new UsedWrongly(error?.issues.map(sentence).join('\n'))
  const { secretFile, within, patience, ...settings } = data
  if (settings.imeiTac.startsWith(settings.unknownTac))
    throw new UsedWrongly(
      `--imei-tac begins with ${settings.unknownTac}, which stands for a handset that nobody knows.`,
    )
  return { ...settings, secret: await secretIn(secretFile), withinMs: within * 1000, patienceMs: patience * 1000 }
}

function sentence({ path, message }: z.core.$ZodIssue): string {
  const name = String(path[0])
  const flag = name === 'url' ? 'The address' : `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
  return `${flag} ${message}.`
}

async function secretIn(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new UsedWrongly(`${file} cannot be read: --secret-file holds the client secret, alone on its line.`)
  })
  if (text.trim() === '') throw new UsedWrongly(`${file} is empty: --secret-file holds the client secret.`)
  return text.trim()
}
