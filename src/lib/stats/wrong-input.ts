/** What a method was given cannot be counted. The message is one sentence that says which part, and what it should be. */
export class WrongInput extends Error {
  override readonly name = 'WrongInput'
}

export function refuse(says: string): never {
  throw new WrongInput(says)
}

/** `name` is how the caller calls it: it is read by whoever wrote the JSON. */
export function wantWhole(name: string, value: number, least: number): void {
  if (!Number.isSafeInteger(value) || value < least) refuse(`${name} is ${value}; it is a whole number from ${least}.`)
}

export function wantPositive(name: string, value: number): void {
  if (!(value > 0 && value < Number.POSITIVE_INFINITY)) refuse(`${name} is ${value}; it is a number above 0.`)
}

export function wantLength(name: string, { length }: ArrayLike<unknown>, wanted: number, because: string): void {
  if (length !== wanted) refuse(`${name} has ${length} values; ${because} need ${wanted}.`)
}

export function wantFinite(name: string, values: ArrayLike<number>): void {
  for (let at = 0; at < values.length; at++)
    if (!Number.isFinite(values[at])) refuse(`${name}[${at}] is ${values[at]}; every value is a number.`)
}

/** So many steps would take minutes or not fit into memory: said before they begin. `instead`: what to ask for. */
export function wantFeasible(what: string, steps: number, most: number, instead: string): void {
  if (!(steps <= most))
    refuse(`${what}: ${steps.toPrecision(2)} steps, and ${most.toPrecision(2)} is the most; ${instead}.`)
}

export function wantCounts(name: string, values: ArrayLike<number>): void {
  for (let at = 0; at < values.length; at++) {
    const value = values[at] as number
    if (!(value >= 0 && value < Number.POSITIVE_INFINITY)) refuse(`${name}[${at}] is ${value}; a count is 0 or more.`)
  }
}
