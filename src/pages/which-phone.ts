import { createHash } from 'node:crypto'

/** How first names begin that nobody takes for one another. */
const beginnings = 'Al Be Ca Da El Fa Ge Ha Is Ja Ka Li Mo Na Ol Pa Ra Sa To Vi We Yu Za'.split(' ')
const others = 2

/**
 * A phone's name among two that nobody has, in an order of the code's own. Whoever has the codes of two friends and takes the wrong one
 * must find their friend here; who reads nothing and presses any is wrong two times of three, and stops nothing.
 */
export function amongOthers(name: string, code: string): string[] {
  const parts = /^(?:([^:]{1,2})…: )?(.+?)(?: ending in (\d\d))?$/.exec(name)
  const [, begins, phone = '', ends] = parts ?? []
  if (begins === undefined && ends === undefined) return [name]
  const dice = createHash('sha256')
    .update(`${code.replace(/\W/g, '').toUpperCase()} ${name}`)
    .digest()
  const roll = (at: number) => dice.readUInt32BE(4 * at)
  const free = beginnings.filter((one) => one[0] !== begins?.[0]?.toUpperCase())
  const first = roll(0) % free.length
  const made = Array.from({ length: others }, (_, n) => {
    const letters = begins === undefined ? '' : `${free[(first + 7 * n) % free.length]}…: `
    const digits = (Number(ends) + 1 + ((roll(1) % 49) + 49 * n)) % 100
    return `${letters}${phone}${ends === undefined ? '' : ` ending in ${String(digits).padStart(2, '0')}`}`
  })
  return made.toSpliced(roll(2) % (others + 1), 0, name)
}
