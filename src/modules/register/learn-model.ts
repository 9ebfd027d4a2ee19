import { z } from 'zod'

/** What an owner calls their phone, as they typed it: a name of a few words, and no number that could be somebody's. */
export const ModelTyped = z
  .string()
  .transform((typed) => typed.trim().replaceAll(/\s+/g, ' '))
  .pipe(
    z
      .string()
      .max(40, 'Enter a shorter name')
      .regex(/^[\p{L}\d][\p{L}\d +().-]*$/u, 'Enter the name of the phone, like Galaxy S24')
      .refine((name) => /\p{L}/u.test(name) && !/\d{5}/.test(name), 'Enter the name of the phone, like Galaxy S24'),
  )

export type Said = { readonly owner: string; readonly model: string }

/** `sure`: a quorum says so. Else a few owners do, and nobody should rely on it. */
export type Learnt = { readonly name: string; readonly owners: number; readonly sure: boolean }

/** Of the owners who say anything of such phones, so many and such a share must say the same. */
export const quorum = { owners: 5, share: 0.8 }
/** Below that it is shown to nobody: one person's words would be read as ours. */
const fewest = 2

/**
 * What the owners of phones with one TAC call it. An owner is whoever proved a number by its code, and has one voice however
 * often they enrol: their last word. Pure; the order of owners does not matter.
 */
export function learnModel(said: readonly Said[]): Learnt | undefined {
  const voices = [...new Map(said.map(({ owner, model }) => [owner, model])).values()]
  const [first, second] = Object.values(Object.groupBy(voices, sameName))
    .filter((names) => names !== undefined)
    .sort((a, b) => b.length - a.length)
  if (!first || first.length < fewest || 2 * first.length <= voices.length) return undefined
  if (first.length === second?.length) return undefined
  const sure = first.length >= quorum.owners && first.length >= quorum.share * voices.length
  return { name: usual(first), owners: first.length, sure }
}

/** "iPhone 15" and "IPHONE-15" are one name. */
const sameName = (name: string) => name.toLowerCase().replaceAll(/[^\p{L}\d+]/gu, '')

/** The spelling that most use; of several the first by the alphabet. */
function usual(names: readonly string[]): string {
  const counted = [...Map.groupBy(names, (name) => name)].map(([name, all]) => ({ name, many: all.length }))
  return counted.sort((a, b) => b.many - a.many || (a.name < b.name ? -1 : 1))[0]?.name ?? ''
}
