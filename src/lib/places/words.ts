/** What people write short at the end of a street's name. `St` at the start is a saint, so only the last word is written out. */
const endings: Readonly<Record<string, string>> = {
  ...{ st: 'street', str: 'street', rd: 'road', ave: 'avenue', av: 'avenue', sq: 'square', ln: 'lane', pl: 'place' },
  ...{ ct: 'court', gdns: 'gardens', gdn: 'gardens', tce: 'terrace', terr: 'terrace', cres: 'crescent', dr: 'drive' },
  ...{ cl: 'close', gr: 'grove', grn: 'green', pk: 'park', yd: 'yard', mkt: 'market', bdwy: 'broadway', br: 'bridge' },
}
const others: Readonly<Record<string, string>> = { saint: 'st', '&': 'and', nth: 'north', sth: 'south', gt: 'great' }

/** The words of what somebody typed, as the gazetteer compares them: lower case, no accents, no apostrophes. */
export const placeWords = (text: string): string[] =>
  text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/['’‘`]/g, '')
    .split(/[^\p{L}\p{N}&]+/u)
    .filter(Boolean)
    .map((word) => known(others, word) ?? word)

/** The same words with the last one written out: `oxford st` is `oxford street`. Undefined when it is no short form. */
export function writtenOut(words: readonly string[]): string[] | undefined {
  const long = known(endings, words.at(-1) ?? '')
  return long === undefined || words.length < 2 ? undefined : [...words.slice(0, -1), long]
}

const known = (list: Readonly<Record<string, string>>, word: string) =>
  Object.hasOwn(list, word) ? list[word] : undefined
