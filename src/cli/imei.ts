import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Command } from 'commander'

const HELP = `
Reads JSON Lines {"id","input","context"} and writes one line for each:
  {"id","valid","kind","norm14","check","reason"}

  context  human            one field that a person filled: the check digit of 15 digits is enforced
           human-free-text  running text: the first valid number in it is taken
           csv-import       a cell of a file: as human, after taking off ="…", apostrophe and .0
           network          digits as a network element reports them: the 15th digit is never judged
           pei, pei-value   a whole 5G PEI (imei-…, imeisv-…); or only the digits after its prefix
           s13, map         the IMEI of Diameter S13 or of MAP (filler f, or octets in hex)
  kind     IMEI (15 digits), IMEISV (16), IMEI14 (14), MEID (14 hex digits); null when not valid
  norm14   the first 14 digits, by which handsets are matched; null when not valid
  check    valid, absent (this form has none) or not-checked; null when not valid
  reason   "" when valid, else empty, length, characters, check-digit, dummy, pei-syntax or spreadsheet-mangled;
           null when the line itself could not be read

A line that is not such an object is named by its number on stderr, gets an answer with "valid":false and
"reason":null, and the command goes on; in the end it exits with 1. Blank lines are skipped.
Exit codes: 0 all lines were read; 1 some were not; 3 the file cannot be opened.`

/** `ringback imei parse`: judges handset numbers as they stand in files, forms and signalling, one JSON line each. */
export default (program: Command): void => {
  program
    .command('imei')
    .description('handset numbers: IMEI, IMEISV, MEID and PEI')
    .command('parse')
    .description('read handset numbers from JSON Lines and say what each one is')
    .argument('[file]', 'JSON Lines file (default: standard input)')
    .addHelpText('after', HELP)
    .action(async (file: string | undefined) => {
      process.exitCode = await parseImeis(file === undefined ? process.stdin : createReadStream(file))
    })
}

/** Streams answers to standard output as the lines come in. Returns the exit code. */
async function parseImeis(source: Readable): Promise<number> {
  const { judgeImeiLine } = await import('#lib/imei/imei-lines')
  const { linesOf } = await import('#lib/lines')
  let unreadable = 0
  async function* answers() {
    let number = 0
    for await (const text of linesOf(source.setEncoding('utf8'))) {
      number += 1
      const judged = judgeImeiLine(text)
      if (judged?.problem) unreadable += 1
      if (judged?.problem) process.stderr.write(`Line ${number} ${judged.problem}.\n`)
      if (judged) yield `${judged.line}\n`
    }
  }
  try {
    await pipeline(Readable.from(answers()), process.stdout)
  } catch (error) {
    return stopped(error)
  }
  return unreadable === 0 ? 0 : 1
}

function stopped(error: unknown): number {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  // The reader of our output had enough (| head): nothing went wrong.
  if (code === 'EPIPE' || code === 'ERR_STREAM_PREMATURE_CLOSE') return 0
  if (code !== 'ENOENT' && code !== 'EACCES' && code !== 'EISDIR') throw error
  process.stderr.write('The file cannot be opened. Check its name and that you may read it.\n')
  return 3
}
