/** The characters that a text message holds 160 of in one part (3GPP TS 23.038, default alphabet, without its extension). */
const alphabet = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
)

export const longestText = 160

export const isGsm = (text: string) => [...text].every((one) => alphabet.has(one))

/** As near to the text as these characters come: typographic marks made plain, accents dropped where they are not had. */
export function gsm(text: string): string {
  const plain = text.replaceAll(/[‘’]/g, "'").replaceAll(/[“”]/g, '"').replaceAll(/[–—]/g, '-').replaceAll('…', '...')
  return [...plain].map((one) => (alphabet.has(one) ? one : bare(one))).join('')
}

const bare = (one: string) => [...one.normalize('NFKD')].filter((part) => alphabet.has(part)).join('') || '?'
