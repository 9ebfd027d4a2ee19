import { operators } from '../operators.ts'
import { calibration } from './calibration.ts'

/** The operator whose range a number lies in: the longest that it begins with. */
export const rangeOf = (line: string): string =>
  operators
    .flatMap(([slug, , endings]) =>
      endings.filter((one) => line.startsWith(`+447700900${one}`)).map((one) => ({ slug, one })),
    )
    .sort((a, b) => b.one.length - a.one.length)[0]?.slug ?? 'demo-ee'

/** The operator that has a line: that of its range, or the one to which its owner took the number. It follows from the number alone. */
export function homeOf(line: string): string {
  const range = rangeOf(line)
  const number = Number(line.slice(-3))
  const isPorted = (number * 7919) % 1000 < calibration.ported * 1000
  const others = operators.map(([slug]) => slug).filter((slug) => slug !== range)
  return (isPorted ? others[number % others.length] : undefined) ?? range
}
