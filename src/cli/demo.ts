import { type AddCommand, exitCodes } from '#platform/cli'

const HELP = `
Everything is done by the running installation over HTTP, the same as its page /demo does: a pretend owner’s card reports a pretend phone stolen,
every partner is asked and signs, the phone is switched on in Algiers, a property store scans it, and a copy of the record is
tampered with. Start one first, in another terminal: npm start

  --json prints one JSON object a line: {"step", …}. Steps: report, receipt, stopped, seen, tray, tampered; in the end result.
Exit codes: 0 every step ended as it should; 1 one did not; 2 what runs there is no demo; 3 nothing runs there, or it broke.`

/** `ringback demo`: the first minute, in a terminal. */
const addDemo: AddCommand = (program, cli) => {
  program
    .command('demo')
    .description('show the first minute after a theft on the running demo: a stopwatch, the receipts, and what follows')
    .option('--json', 'one JSON object a line')
    .addHelpText('after', HELP)
    .action(async ({ json }: { json?: boolean }) => {
      const [{ openDemoApi, Unreachable }, { firstMinute }, { jsonLines, words }] = await Promise.all([
        import('./demo/demo-api.ts'),
        import('./demo/first-minute.ts'),
        import('./demo/say.ts'),
      ])
      const say = json ? jsonLines(process.stdout) : words(process.stdout)
      try {
        const good = await firstMinute(openDemoApi(cli.config().publicUrl), say)
        process.exitCode = good ? exitCodes.good : exitCodes.foundWrong
      } catch (error) {
        if (!(error instanceof Unreachable)) throw error
        process.stderr.write(`${error.message}\n`)
        process.exitCode = error.isOther ? exitCodes.usedWrongly : exitCodes.couldNot
      }
    })
}

export default addDemo
