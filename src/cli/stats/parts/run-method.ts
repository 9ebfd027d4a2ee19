import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import type { z } from 'zod'
import { WrongInput } from '#lib/stats/wrong-input'
import { exitCodes } from '#platform/cli'
import { fieldsOf } from './describe.ts'
import { type Method, written } from './method.ts'

/** Reads one JSON value, runs the method and writes one. Returns the exit code. */
export async function runMethod(method: Method, file: string | undefined): Promise<number> {
  let given: string
  try {
    given = await text(file === undefined ? process.stdin : createReadStream(file))
  } catch {
    process.stderr.write('The file cannot be opened. Check its name and that you may read it.\n')
    return exitCodes.couldNot
  }
  try {
    const answer = answerTo(method, given)
    await pipeline(Readable.from([`${answer}\n`]), process.stdout)
    return exitCodes.good
  } catch (error) {
    if (hadEnough(error)) return exitCodes.good
    if (!(error instanceof WrongInput)) throw error
    process.stderr.write(`${error.message}\n(ringback stats ${method.name} --help shows the shapes)\n`)
    return exitCodes.usedWrongly
  }
}

/** The answer's JSON, or a WrongInput with a sentence for whoever wrote the question. */
export function answerTo(method: Method, given: string): string {
  const read = method.input.safeParse(parsed(given))
  if (!read.success) throw new WrongInput(faults(read.error, method))
  try {
    return written(method.run(read.data))
  } catch (error) {
    // What the methods do not foresee: a list or a text longer than there can be.
    if (error instanceof RangeError)
      throw new WrongInput('That is more than fits into memory: give fewer points, larger cells or fewer rounds.')
    throw error
  }
}

function parsed(given: string): unknown {
  const json = given.replace(/^\uFEFF/, '')
  if (json.trim() === '')
    throw new WrongInput('There is no input: give one JSON object on standard input or in a file.')
  try {
    return JSON.parse(json)
  } catch (error) {
    const unheard = /\b(NaN|-?Infinity)\b/.exec(json)?.[0]
    throw new WrongInput(
      unheard
        ? `The input has ${unheard}, which is no JSON: leave out or fill in what is missing.`
        : `The input is not JSON: ${error instanceof Error ? error.message : error}`,
    )
  }
}

const mostFaults = 3

function faults({ issues }: z.ZodError, method: Method): string {
  const lines = issues.slice(0, mostFaults).map((issue) => {
    const where = issue.path.map(String).join('.')
    if (where) return `${where}: ${issue.message}`
    const names = () => fieldsOf(method.input, 'input').map(({ name }) => name)
    if (issue.code === 'unrecognized_keys') return `${issue.message}: the names here are ${names().join(', ')}`
    return issue.code === 'invalid_type' ? `Give one JSON object. ${issue.message}` : issue.message
  })
  const more = issues.length > mostFaults ? [`and ${issues.length - mostFaults} more.`] : []
  return [...lines, ...more].join('\n')
}

// The reader of our output had enough (| head): nothing went wrong.
const hadEnough = (error: unknown) =>
  error instanceof Error && 'code' in error && ['EPIPE', 'ERR_STREAM_PREMATURE_CLOSE'].includes(`${error.code}`)

export const listOf = (methods: readonly Method[]): string =>
  methods.map(({ name, says }) => `  ${name.padEnd(14)}${says}\n`).join('')

export function helpOf(method: Method): string {
  const table = (schema: z.ZodType, io: 'input' | 'output') =>
    fieldsOf(schema, io)
      .map(({ name, shape, says }) => `  ${name.padEnd(15)}${shape}${says ? `\n${' '.repeat(17)}${says}` : ''}`)
      .join('\n')
  return [
    `Usage: ringback stats ${method.name} [file]\n`,
    `${method.says}\n`,
    `In\n${table(method.input, 'input')}\n`,
    `Out\n${table(method.output, 'output')}\n`,
    `May be used for: ${method.mayBeUsedFor}`,
    `May not be used for: ${method.mayNotBeUsedFor}`,
    `Source: ${method.source}\n`,
    `Example: ${JSON.stringify(method.example)}\n`,
  ].join('\n')
}
