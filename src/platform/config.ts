import { resolve } from 'node:path'
import { z } from 'zod'
import { isNatsAddress } from '#lib/nats-address'
import { isProxyAddress } from './proxy-address.ts'

const text = (says: string) => z.string().min(1).optional().describe(says)
const postgres = (says: string) =>
  z
    .url({ protocol: /^postgres(ql)?$/, error: 'is not a PostgreSQL address' })
    .optional()
    .describe(says)
const web = (says: string) =>
  z
    .url({ protocol: /^https?$/, error: 'is not a web address' })
    .optional()
    .describe(says)

const proxyAddresses = (says: string) =>
  z
    .string()
    .transform((list) => list.split(',').map((one) => one.trim()))
    .refine(
      (list) => list.every(isProxyAddress),
      'is not one address or range of addresses, or several with commas between',
    )
    .optional()
    .describe(says)

const natsAddresses = (says: string) =>
  z
    .string()
    .transform((list) => list.split(',').map((one) => one.trim()))
    .refine((list) => list.every(isNatsAddress), 'is not one address of a NATS server, or several with commas between')
    .optional()
    .describe(says)

// Every setting works when absent. `example` is what the sentence about a wrong value shows.
const settings = {
  PORT: { schema: port(8080).describe('Port on which pages and API are served.'), example: '8080' },
  HOST: {
    schema: z
      .string()
      .min(1)
      .default('127.0.0.1')
      .describe('Address to listen on; 0.0.0.0 to be reached from other machines.'),
    example: '127.0.0.1',
  },
  RINGBACK_SHARE_PORT: {
    schema: z
      .enum(['0', '1'], { error: 'is neither 0 nor 1' })
      .default('0')
      .describe('1: several `ringback serve` may listen on one PORT, one a processor; the system spreads who comes.'),
    example: '1',
  },
  PUBLIC_URL: {
    schema: web('Address at which people reach Ringback; http://localhost:PORT when absent.'),
    example: 'https://ringback.example',
  },
  RINGBACK_PROXIES: {
    schema: proxyAddresses(
      'Addresses or ranges of your own reverse proxies, whose X-Forwarded-For says who asks; nobody is believed when absent.',
    ),
    example: '10.0.0.5,10.1.0.0/16',
  },
  DATABASE_URL: {
    schema: postgres('PostgreSQL 15 or newer, as the owner of the tables; an embedded one when absent.'),
    example: 'postgres://ringback:secret@127.0.0.1:5432/ringback',
  },
  DATABASE_SERVER_URL: {
    schema: postgres('The same database as the role that serves and owns nothing; made from DATABASE_URL when absent.'),
    example: 'postgres://ringback_login:secret@127.0.0.1:5432/ringback',
  },
  RINGBACK_DATA: {
    schema: z
      .string()
      .min(1)
      .default('.ringback')
      .describe('Folder for the embedded database and for secrets made here.'),
    example: '.ringback',
  },
  RINGBACK_DEMO: {
    schema: z
      .enum(['0', '1'], { error: 'is neither 0 nor 1' })
      .optional()
      .describe(
        '1: demo tenant, simulators and pretend sign-in on this database; 0: none; 1 when absent and embedded.',
      ),
    example: '1',
  },
  LOG_LEVEL: {
    schema: z
      .enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent'], { error: 'is not a log level' })
      .default('info')
      .describe('How much is logged: fatal, error, warn, info, debug or silent.'),
    example: 'info',
  },
  RINGBACK_KEK: {
    schema: text('Key-encryption keys of the vault; made in the data folder when absent.'),
    example: '2026a:<32 bytes in base64url>',
  },
  RINGBACK_SEAL_KEY: {
    schema: text('Ed25519 key that signs ledger heads; made in the data folder when absent.'),
    example: '<32 bytes in base64url>',
  },
  RINGBACK_ORIGIN: {
    schema: z
      .string()
      .regex(/^[^\s+]+$/, 'has a space or a plus sign, which a checkpoint origin cannot')
      .default('ringback.localhost/ledger')
      .describe('Name of this ledger in its signed heads (C2SP checkpoint origin).'),
    example: 'ledger.ringback.example/2026',
  },
  RINGBACK_ACCESS_CONTACT: {
    schema: text(
      'Whom the accessibility statement names for what does not work for somebody: a role and its address, never a person. The police on 101 when absent.',
    ),
    example: 'the digital team of the force at access@force.example',
  },
  OIDC_ISSUER: { schema: web('OpenID Connect provider where staff sign in.'), example: 'https://id.force.example' },
  OIDC_CLIENT_ID: { schema: text('Our client id at that provider.'), example: 'ringback' },
  OIDC_CLIENT_SECRET: { schema: text('Our client secret at that provider.'), example: 'a long random text' },
  OIDC_CLAIMS: {
    schema: text('How that provider names organisation and roles, as JSON (docs/guide/sign-in.md).'),
    example: '{"organisation":"tid","roles":"groups"}',
  },
  RINGBACK_PASS_KEY: {
    schema: text(
      'Key that seals the cookie by which a victim sees their case again; made in the data folder when absent.',
    ),
    example: '<32 bytes in base64url>',
  },
  RINGBACK_FEED_KEY: {
    schema: text('Ed25519 key that signs the feed of the blocklist; made in the data folder when absent.'),
    example: '<32 bytes in base64url>',
  },
  NATS_URL: {
    schema: natsAddresses(
      'NATS servers with JetStream over which the feed of the blocklist goes too; over HTTP alone when absent.',
    ),
    example: 'nats://ringback:secret@nats-1.example:4222,nats://ringback:secret@nats-2.example:4222',
  },
  RINGBACK_TOKEN_KEYS: {
    schema: text("Ed25519 keys of partners' access tokens, newest first; one is made in the data folder when absent."),
    example: '<32 bytes in base64url>,<the one before>',
  },
}

type Settings = { [K in keyof typeof settings]: z.output<(typeof settings)[K]['schema']> }

/** What the environment decides, parsed once at start and passed down; nothing else reads process.env. */
export type Config = Readonly<{
  port: number
  host: string
  sharePort: boolean
  publicUrl: string
  proxies: readonly string[] | undefined
  databaseUrl: string | undefined
  databaseServerUrl: string | undefined
  dataDir: string
  demo: boolean
  logLevel: Settings['LOG_LEVEL']
  kek: string | undefined
  sealKey: string | undefined
  origin: string
  oidc: Readonly<{ issuer: string; clientId: string; clientSecret: string }> | undefined
  oidcClaims: string | undefined
  tokenKeys: string | undefined
  passKey: string | undefined
  feedKey: string | undefined
  accessContact: string | undefined
  natsUrls: readonly string[] | undefined
}>

/** A setting that cannot be used: the message is one sentence for the operator. The program then ends with 2. */
export class ConfigError extends Error {}

/** Parses the environment; an empty value counts as absent. Throws ConfigError at the first wrong value. */
export function loadConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const at = <K extends keyof Settings>(name: K) => read(name, env[name]?.trim() || undefined) as Settings[K]
  const port = at('PORT')
  const databaseUrl = at('DATABASE_URL')
  const databaseServerUrl = at('DATABASE_SERVER_URL')
  const demo = at('RINGBACK_DEMO')
  return Object.freeze({
    port,
    host: at('HOST'),
    sharePort: at('RINGBACK_SHARE_PORT') === '1',
    publicUrl: (at('PUBLIC_URL') ?? `http://localhost:${port}`).replace(/\/+$/, ''),
    proxies: at('RINGBACK_PROXIES'),
    databaseUrl,
    databaseServerUrl,
    dataDir: resolve(at('RINGBACK_DATA')),
    demo: demo === undefined ? !databaseUrl && !databaseServerUrl : demo === '1',
    logLevel: at('LOG_LEVEL'),
    kek: at('RINGBACK_KEK'),
    sealKey: at('RINGBACK_SEAL_KEY'),
    origin: at('RINGBACK_ORIGIN'),
    oidc: provider({
      issuer: at('OIDC_ISSUER'),
      clientId: at('OIDC_CLIENT_ID'),
      clientSecret: at('OIDC_CLIENT_SECRET'),
    }),
    oidcClaims: at('OIDC_CLAIMS'),
    tokenKeys: at('RINGBACK_TOKEN_KEYS'),
    passKey: at('RINGBACK_PASS_KEY'),
    feedKey: at('RINGBACK_FEED_KEY'),
    accessContact: at('RINGBACK_ACCESS_CONTACT'),
    natsUrls: at('NATS_URL'),
  })
}

/** Simulators, the pretend identity provider and demo data: only on the embedded database or with RINGBACK_DEMO=1. */
export function demoAllowed(config: Pick<Config, 'demo'>): boolean {
  return config.demo
}

/** One row a setting, for the table in the guide. */
export function describeConfig(): { name: string; says: string; absent: string; example: string }[] {
  return Object.entries(settings).map(([name, { schema, example }]) => ({
    name,
    says: schema.description ?? '',
    absent: String(schema.safeParse(undefined).data ?? ''),
    example,
  }))
}

function port(absent: number) {
  return z
    .string()
    .regex(/^\d+$/, 'is not a port number')
    .transform(Number)
    .refine((n) => n >= 1 && n <= 65535, 'is not between 1 and 65535')
    .default(absent)
}

function read(name: keyof Settings, value: string | undefined): unknown {
  const { schema, example } = settings[name]
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  // The value itself is not repeated: it may be a password.
  throw new ConfigError(
    `${name} ${parsed.error.issues[0]?.message ?? 'is wrong'}; write for example ${name}=${example}`,
  )
}

function provider(given: {
  issuer: string | undefined
  clientId: string | undefined
  clientSecret: string | undefined
}): Config['oidc'] {
  const { issuer, clientId, clientSecret } = given
  if (!issuer && !clientId && !clientSecret) return undefined
  if (issuer && clientId && clientSecret) return Object.freeze({ issuer, clientId, clientSecret })
  throw new ConfigError('OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET go together: set all three or none')
}
