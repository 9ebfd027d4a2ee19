import { mkdirSync, readFileSync, realpathSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { isNatsAddress } from '#lib/nats-address'
import { type AddCommand, exitCodes } from '#platform/cli'
import { ConfigError } from '#platform/config'
import type { Log } from '#platform/log'
import type { Client } from '../eir/centre-client.ts'
import { identityOf, isHostName } from '../eir/s13/identity.ts'

const HELP = `
A network's equipment register, for the operator to run in its own network. It answers from memory, whoever else is down:

  GET  /n5g-eir-eic/v1/equipment-status?pei=imei-…   N5g-eir_EquipmentIdentityCheck (3GPP TS 29.511)
  POST /ringback/v1/equipment-statuses               {"peis": ["imei-…"]}, up to 1,000: {"statuses": ["blocked", …]}

over HTTP/1.1 and HTTP/2 cleartext on the same port. An IMEI that is not listed is 404 ERROR_EQUIPMENT_UNKNOWN, never blocked.
With --s13-port it answers ME-Identity-Check of Diameter S13 too (3GPP TS 29.272, RFC 6733; over TCP), for a 4G core.

/metrics, /healthz and /readyz are on the health port, which the signalling network need not reach.

The list is CSV: imei,status, with status blocked, tracked or permitted. IMEIs may have 14, 15 or 16 digits, with or without
imei- before them. A row that cannot be taken is named on standard error by its line. SIGHUP reads the list anew; the old one
answers until the new one is whole. Write a new list beside the old one and rename it.

With --centre, handsets that are blocked or tracked and ask for service are reported there as readings. They wait on disk
until they are taken. Without --list the list is the centre's own: --feed-key and --operator say by whose word and for whom. It
is kept on disk, checked again at each start, and answered from while the centre is away, for however long.`

type Options = {
  list?: string
  feedKey?: string
  ledgerKey?: string
  operator?: string
  node?: string
  pairingKeyFile?: string
  host: string
  port?: string
  healthHost: string
  healthPort?: string
  threads?: string
  unknown: string
  country: string
  once: string
  agreeEvery: string
  natsUrl?: string
  s13Port?: string
  s13OriginHost?: string
  s13OriginRealm?: string
  s13Peer?: string[]
  centre?: string
  clientId?: string
  secretFile?: string
  data?: string
}

/** `ringback eir`: an equipment register that answers a network from a list. */
const addEir: AddCommand = (program, cli) => {
  program
    .command('eir')
    .description("run a network's equipment register: says which handsets are blocked, from memory")
    .option('--list <file>', 'the list: CSV with imei,status')
    .option('--feed-key <vkey>', 'or the list of the centre: the public key of its feed, from /api/blocklist/key')
    .option('--ledger-key <vkey>', 'the public key of its ledger: each change must be proved to be sealed there')
    .option('--operator <slug>', 'this operator, by its short name at the centre')
    .option('--node <name>', 'which node this is, where the operator has several')
    .option('--pairing-key-file <file>', 'file with the key that your gateway makes marks of SIMs with, for pairings')
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--port <number>', 'port for answers; 0 takes any (default: 6 above the port of this installation)')
    .option('--health-host <address>', 'address for metrics and health: your management network', '127.0.0.1')
    .option('--health-port <number>', 'port for metrics and health; 0 takes any (default: the next one)')
    .option('--threads <number>', 'how many threads answer (default: one for each processor)')
    .option('--unknown <answer>', 'what to say of a handset that is not listed: 404 or permitted', '404')
    .option('--country <code>', 'where this network is, for readings: ISO 3166-1', 'GB')
    .option('--once <minutes>', 'report the same handset once in this time', '60')
    .option('--nats-url <urls>', 'take the feed over NATS too: servers, with commas between (default: NATS_URL)')
    .option('--agree-every <minutes>', 'compare the whole list with the centre this often', '60')
    .option('--s13-port <number>', 'answer Diameter S13 on this port too (3868 is usual); 0 takes any')
    .option('--s13-origin-host <name>', 'what it calls itself there (default: eir.localdomain)')
    .option('--s13-origin-realm <name>', 'its realm there (default: the host without its first part)')
    .option('--s13-peer <host...>', 'only these may connect there, by their Origin-Host; without it any may')
    .option('--centre <url>', 'where Ringback is served; without it nothing is reported')
    .option('--client-id <id>', 'client id of this operator there')
    .option('--secret-file <file>', 'file with its client secret')
    .option('--data <folder>', 'where it keeps readings (default: eir below the data folder)')
    .addHelpText('after', HELP)
    .action(async (options: Options) => {
      const { runEir } = await import('../eir/run-eir.ts')
      const { stopSignal } = await import('#platform/stop')
      const wrong = faultOf(options)
      if (wrong !== undefined) {
        process.stderr.write(`${wrong}\n`)
        process.exitCode = exitCodes.usedWrongly
        return
      }
      const say = cli.log('eir')
      const port = options.port === undefined ? cli.config().port + 6 : Number(options.port)
      const signal = stopSignal(undefined, ['SIGINT', 'SIGTERM'])
      const folder = options.data ?? join(cli.config().dataDir, 'eir')
      const centre = options.centre === undefined ? undefined : await centreOf(options.centre, options, folder)
      const natsUrls = options.natsUrl?.split(',') ?? cli.config().natsUrls
      await runEir({
        ...(await listOf(options, centre, folder, natsUrls, say)),
        host: options.host,
        port,
        healthHost: options.healthHost,
        healthPort: Number(options.healthPort ?? (port === 0 ? 0 : port + 1)),
        threads: Number(options.threads ?? availableParallelism()),
        unknown: options.unknown === 'permitted' ? 'permitted' : 'unknown',
        readings: centre && (await readingsTo(centre, options, folder, say)),
        s13: s13Of(options),
        ...{ say, now: Date.now, signal },
        onReload: (reload) => process.on('SIGHUP', reload),
        onListening: ({ port, healthPort, s13Port }) => {
          const s13 = s13Port === undefined ? '' : ` and Diameter S13 on TCP port ${s13Port}`
          process.stdout.write(
            `Answering on http://${options.host}:${port}${s13}, metrics and health on http://${options.healthHost}:${healthPort}\n`,
          )
        },
      }).catch(asUsedWrongly)
    })
}

async function asUsedWrongly(error: unknown): Promise<never> {
  const { NoList } = await import('../eir/list/file-source.ts')
  throw error instanceof NoList ? new ConfigError(error.message) : error
}

/** The one sentence about options that do not fit. */
function faultOf(options: Options) {
  const { port = '0', healthPort = '0', s13Port = '0', unknown, once, agreeEvery, list } = options
  const { centre, clientId, secretFile, feedKey, ledgerKey, operator, natsUrl, threads = '1' } = options
  for (const [name, value] of Object.entries({ '--port': port, '--health-port': healthPort, '--s13-port': s13Port }))
    if (!/^\d{1,5}$/.test(value) || Number(value) > 65_535) return `${name} is a number from 0 to 65535.`
  if (!/^\d{1,3}$/.test(threads) || Number(threads) < 1) return '--threads is a number, from 1.'
  if (unknown !== '404' && unknown !== 'permitted') return '--unknown is 404 or permitted: blocked is never a default.'
  for (const [name, value] of Object.entries({ '--once': once, '--agree-every': agreeEvery }))
    if (!/^\d{1,5}$/.test(value) || Number(value) < 1) return `${name} is a number of minutes, from 1.`
  if (natsUrl !== undefined && !natsUrl.split(',').every(isNatsAddress))
    return '--nats-url is nats:// or tls:// with a host, or several of them with commas between.'
  if (natsUrl !== undefined && feedKey === undefined)
    return '--nats-url needs --feed-key: a file does not come over NATS.'
  if (ledgerKey !== undefined && feedKey === undefined) return '--ledger-key needs --feed-key: a file is not sealed.'
  if (centre !== undefined && !URL.canParse(centre)) return '--centre is a web address.'
  if (centre !== undefined && !(clientId && secretFile)) return '--centre needs --client-id and --secret-file too.'
  if ((list === undefined) === (feedKey === undefined)) return 'Give --list, or --feed-key for the list of the centre.'
  if (feedKey !== undefined && !(centre && operator)) return '--feed-key needs --centre and --operator too.'
  return faultOfS13(options)
}

function faultOfS13({ s13Port, s13OriginHost, s13OriginRealm, s13Peer = [] }: Options) {
  const names = [s13OriginHost, s13OriginRealm, ...s13Peer].filter((name) => name !== undefined)
  if (names.length > 0 && s13Port === undefined) return 'The --s13- options need --s13-port too.'
  const wrong = names.find((name) => !isHostName(name))
  return wrong === undefined ? undefined : `${wrong} is not the name of a host or realm.`
}

function s13Of({ s13Port, s13OriginHost, s13OriginRealm, s13Peer }: Options) {
  if (s13Port === undefined) return undefined
  return { port: Number(s13Port), identity: identityOf(s13OriginHost, s13OriginRealm), peers: s13Peer }
}

/** The list of a file, or that of the centre. */
async function listOf(
  { list, feedKey = '', ledgerKey, operator = '', node, agreeEvery, pairingKeyFile }: Options,
  centre: Client | undefined,
  folder: string,
  natsUrls: readonly string[] | undefined,
  say: Log,
) {
  const now = Date.now
  if (list !== undefined || !centre) {
    const { fileSource } = await import('../eir/list/file-source.ts')
    return { source: fileSource({ file: list ?? '', now }) }
  }
  const { parseVerifier } = await import('#lib/note')
  const { openKept } = await import('../eir/follow/kept-list.ts')
  const { feedSource } = await import('../eir/follow/feed-source.ts')
  const { exceptionsSource } = await import('../eir/follow/exceptions-source.ts')
  const expected = { verifier: parseVerifier(feedKey), operator }
  const kept = await openKept(join(folder, 'list'), expected)
  const agreeEveryMs = Number(agreeEvery) * 60_000
  const { openCourier } = await import('../eir/follow/courier.ts')
  const source = feedSource({
    ...{ call: centre, kept, expected, node, say, now, agreeEveryMs },
    ledger: ledgerKey === undefined ? undefined : parseVerifier(ledgerKey),
    ...(natsUrls && { openCourier: (since) => openCourier({ urls: natsUrls, operator, since, say }) }),
  })
  const exceptions = exceptionsSource({
    ...{ call: centre, expected, now, say, file: join(folder, 'exceptions.ndjson') },
    pairingKey: pairingKeyFile === undefined ? undefined : readFileSync(pairingKeyFile, 'utf8').trim(),
  })
  return { source, feed: source.feed, exceptions }
}

/** The centre, called as this operator. One process a folder, however it is written: two would write over each other. */
async function centreOf(url: string, { clientId = '', secretFile = '' }: Options, folder: string): Promise<Client> {
  const { takeLock } = await import('#platform/lock')
  const { openClient } = await import('../eir/centre-client.ts')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const lock = await takeLock(`eir ${realpathSync(folder)}`, String(process.pid))
  if ('heldBy' in lock)
    throw new Error(`Process ${lock.heldBy} keeps its list and readings in ${folder}: give this one another --data.`)
  lock.unref()
  return openClient({ url, clientId, secret: readFileSync(secretFile, 'utf8').trim(), now: Date.now })
}

async function readingsTo(centre: Client, { country, once }: Options, folder: string, say: Log) {
  const { Country } = await import('#lib/country')
  const { localSecret } = await import('#platform/local-secret')
  const { openCentre } = await import('../eir/readings/centre.ts')
  const { openJournal } = await import('../eir/readings/journal.ts')
  const { openReadings } = await import('../eir/readings/open-readings.ts')
  const place = Country.safeParse(country)
  if (!place.success) throw new Error(`--country: ${place.error.issues[0]?.message}`)
  return openReadings({
    journal: await openJournal(folder),
    centre: openCentre(centre),
    country: place.data,
    nodeKey: localSecret(folder, 'readings'),
    onceInMs: Number(once) * 60_000,
    say,
  })
}

export default addEir
