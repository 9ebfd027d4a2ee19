import type { z } from 'zod'

/**
 * One statistical method as it is called from a shell, R or Python. The default export of src/cli/stats/NAME.ts, and called
 * like its file. What is said here is also its help and its part of docs/guide/statistics.md.
 */
export type Method<In extends z.ZodType = z.ZodType, Out extends z.ZodType = z.ZodType> = {
  readonly name: string
  /** What it answers, in one sentence. */
  readonly says: string
  /** The formula's source. */
  readonly source: string
  readonly mayBeUsedFor: string
  readonly mayNotBeUsedFor: string
  /** Every field with `.describe(…)`: what it is, and its unit. */
  readonly input: In
  readonly output: Out
  /** A small input. A test runs it, and the guide shows it with its answer. */
  readonly example: z.input<In>
  /** Throws WrongInput (#lib/stats/wrong-input) for what the schema cannot see. Typed arrays are written as lists. */
  readonly run: (input: z.output<In>) => Written<z.output<Out>>
}

/** What becomes such a value once it is written as JSON: a typed array of numbers is a list of them. */
export type Written<Value> = Value extends readonly (infer One)[]
  ? [One] extends [number]
    ? ArrayLike<number>
    : readonly Written<One>[]
  : Value extends object
    ? { readonly [Key in keyof Value]: Written<Value[Key]> }
    : Value

export const defineMethod = <In extends z.ZodType, Out extends z.ZodType>(method: Method<In, Out>): Method<In, Out> =>
  method

/** JSON with typed arrays as lists. Not by a replacer, which would be asked about every number of every list. */
export const written = (value: unknown): string => JSON.stringify(plain(value))

function plain(value: unknown): unknown {
  if (ArrayBuffer.isView(value)) return listOf(value as Float64Array)
  if (Array.isArray(value)) return value.some((one) => typeof one === 'object') ? value.map(plain) : value
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, plain(one)]))
}

/** A typed array as a list. By hand: Array.from would walk it by an iterator, at 70 bytes a number. */
export function listOf(values: ArrayLike<number>): number[] {
  const list = new Array<number>(values.length)
  for (let at = 0; at < values.length; at++) list[at] = values[at] as number
  return list
}
