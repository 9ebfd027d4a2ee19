import { type AddCommand, exitCodes } from '#platform/cli'

const HELP = `
It tries the contract of docs/guide/partners.md on a real gateway, one promise after the other, and says for each whether it is
kept. It uses only the handsets and the line that you name, takes back whatever it puts on them, also after Ctrl-C, and says so
when something is left. docs/guide/conformance.md says how to choose them and what each failure means.

Exit codes: 0 meets the contract as far as it was tried; 1 does not; 2 used wrongly; 3 could not be reached, or was stopped.`

type Options = Record<string, unknown> & { readonly only?: readonly string[]; readonly json?: boolean }

/** `ringback conformance operator`: tells a real operator's gateway whether it meets the contract. */
const addConformance: AddCommand = (program) => {
  program
    .command('conformance')
    .description('try the contract on a real gateway and say which promises it keeps')
    .command('operator')
    .description("an operator's gateway: orders, receipts, and its EIR")
    .argument('<url>', 'address of the gateway')
    .requiredOption('--secret-file <file>', 'file with the client secret')
    .requiredOption('--imei-tac <digits>', 'the first 8 to 11 digits of handsets that are for tests only')
    .option('--client-id <id>', 'who we are there', 'ringback')
    .option('--token-path <path>', 'where it gives tokens', '/oauth2/token')
    .option('--jwks <address or file>', 'the keys that sign its receipts (default: /.well-known/jwks.json there)')
    .option('--eir <url>', 'its 5G-EIR, below which /n5g-eir-eic/v1 is; without it no effect is seen')
    .option('--eir-http2', 'ask the EIR over HTTP/2, as a 5G core does')
    .option('--line <number>', 'a line that is for tests only, E.164')
    .option('--holder-name <name>', 'who holds that line')
    .option('--holder-born <date>', 'their date of birth, as 1990-02-28')
    .option('--holder-postcode <code>', 'their postcode')
    .option('--copied <digits>', 'a number, 14 digits, under which a test SIM was on in the last day')
    .option('--copied-supi <supi>', 'that SIM, as imsi-001010000000001')
    .option('--partner <slug>', 'the short name that Ringback gave the operator')
    .option('--unknown-tac <digits>', 'the first 8 digits of handsets that nobody can have', '00000000')
    .option('--timeout-ms <n>', 'deadline of each call', '5000')
    .option('--within <seconds>', 'by when an effect shows at the EIR after its receipt', '2')
    .option('--patience <seconds>', 'how long an order that is only taken is asked about again', '10')
    .option('--only <name...>', 'only these checks: an id, or the word with which several begin')
    .option('--json', 'print one JSON object a check')
    .addHelpText('after', HELP)
    .action(async (url: string, options: Options) => {
      process.exitCode = await conformance(url, options)
    })
}

async function conformance(url: string, { only, json = false, ...options }: Options): Promise<number> {
  const { checks, named } = await import('../conformance/checks.ts')
  const { readSettings, UsedWrongly } = await import('../conformance/settings.ts')
  const { NotReached } = await import('../conformance/reach.ts')
  const chosen = only === undefined ? checks : named(only)
  if (!chosen) {
    process.stderr.write(`There is no such check. There are: ${checks.map(({ id }) => id).join(', ')}.\n`)
    return exitCodes.usedWrongly
  }
  try {
    return await tryAll(await readSettings({ url, ...options }), chosen, json)
  } catch (error) {
    if (!(error instanceof UsedWrongly) && !(error instanceof NotReached)) throw error
    process.stderr.write(`${error.message}\n`)
    return error instanceof UsedWrongly ? exitCodes.usedWrongly : exitCodes.couldNot
  }
}

async function tryAll(
  settings: import('../conformance/settings.ts').Settings,
  checks: readonly import('../conformance/check.ts').Check[],
  json: boolean,
): Promise<number> {
  const { runKit } = await import('../conformance/run.ts')
  const { failedIn, ndjson, row, summary } = await import('../conformance/print.ts')
  const { stopSignal } = await import('#platform/stop')
  // Whoever reads the output may have had enough (| head): that stops the run too, and what was ordered is taken back.
  const unread = new AbortController()
  process.stdout.on('error', () => unread.abort())
  const signal = AbortSignal.any([stopSignal(), unread.signal])
  // Where stdout is a file, the terminal still shows how far it is; where both are the terminal, the line is overwritten.
  const clear = process.stderr.isTTY ? '\r\x1b[K' : ''
  const note = (text: string) => clear && process.stderr.write(`${clear}${text}`)
  signal.addEventListener('abort', () =>
    process.stderr.write(`${clear}Stopping: what was ordered is being taken back.\n`),
  )
  const report = await runKit({
    ...{ settings, checks, signal },
    onBegin: ({ id }, done, of) => note(`${done} of ${of}  ${id} …`),
    onResult: (result) => {
      note('')
      process.stdout.write(json ? ndjson(result) : row(result))
    },
  })
  const out = json ? process.stderr : process.stdout
  out.write(summary(report))
  if (report.isStopped) return exitCodes.couldNot
  return failedIn(report).length > 0 ? exitCodes.foundWrong : exitCodes.good
}

export default addConformance
