import { type CatalogueEntry, type ProblemCode, problems } from './problems.ts'

/** One field that is wrong. `pointer` is a JSON pointer (RFC 6901) into the part of the request named by `in`. */
export type FieldFault = { in: 'body' | 'query' | 'path'; pointer: string; detail: string }

/** A "no" on its way out: returned by a handler, or carried by `thrown` where a hook can only throw. */
export type Problem = CatalogueEntry & {
  problem: string
  errors?: FieldFault[]
  headers?: Record<string, string>
}

/** A problem of the catalogue; `more.detail` says it better for this case and must hold no personal data. */
export const problem = (
  code: ProblemCode,
  more: Partial<Pick<Problem, 'detail' | 'errors' | 'headers'>> = {},
): Problem => ({
  problem: code,
  ...problems[code],
  ...more,
})

/** The problem for a refusal that a command returned; the ledger's own two are in the catalogue. */
export const refusal = <Code extends string>(
  { refusals }: { refusals: Readonly<Record<Code, { status: number; says: string }>> },
  code: NoInfer<Code> | 'key-reused' | 'busy',
): Problem => {
  const meaning = (refusals as Readonly<Record<string, { status: number; says: string }>>)[code]
  if (meaning) return { problem: code, status: meaning.status, title: 'Not done', detail: meaning.says }
  if (code === 'key-reused' || code === 'busy') return problem(code as 'key-reused' | 'busy')
  throw new Error(`Refusal ${code} is not in the command's list: add it to its refusals.`)
}

/** Is this what `problem` or `refusal` made? */
export const isProblem = (value: unknown): value is Problem =>
  typeof value === 'object' && value !== null && 'problem' in value && 'status' in value && 'detail' in value

/** Wraps a problem in an Error for the places that can only throw: Fastify hooks, parsers, validators. */
export const thrown = (carried: Problem) =>
  Object.assign(new Error(carried.problem), { carried, statusCode: carried.status })

/** The document of RFC 9457. `reference` is the request id, the same number as in the log. */
export const problemDocument = ({ problem: code, headers: _, ...rest }: Problem, reference: string) => ({
  type: `/problems/${code}`,
  code,
  ...rest,
  reference,
})

export type ProblemDocument = ReturnType<typeof problemDocument>
