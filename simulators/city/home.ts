import { operators } from '../operators.ts'

/** The operator of a line: the longest range in which it lies. */
export const homeOf = (line: string): string =>
  operators
    .flatMap(([slug, , endings]) =>
      endings.filter((one) => line.startsWith(`+447700900${one}`)).map((one) => ({ slug, one })),
    )
    .sort((a, b) => b.one.length - a.one.length)[0]?.slug ?? 'demo-ee'
