/** The characters that a text message holds 160 of in one part (3GPP TS 23.038, default alphabet, without its extension). */
const alphabet = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
)

export const longestText = 160

export const isGsm = (text: string) => [...text].every((one) => alphabet.has(one))

/** In how many parts a text goes out: 160 letters of that alphabet, or 70 of UCS-2 when one is not in it; less where parts are joined. */
export function partsOf(text: string): number {
  const [alone, joined] = isGsm(text) ? [longestText, 153] : [70, 67]
  return text.length <= alone ? 1 : Math.ceil(text.length / joined)
}

/** Typographic marks made plain: each of them alone would make a text of 160 letters one of three parts. */
export const plainMarks = (text: string) =>
  text.replaceAll(/[‘’]/g, "'").replaceAll(/[“”]/g, '"').replaceAll(/[–—]/g, '-').replaceAll('…', '...')

/** As near to the text as these characters come: typographic marks made plain, accents dropped where they are not had. */
export function gsm(text: string): string {
  return [...plainMarks(text)].map((one) => (alphabet.has(one) ? one : bare(one))).join('')
}

const bare = (one: string) => [...one.normalize('NFKD')].filter((part) => alphabet.has(part)).join('') || '?'
