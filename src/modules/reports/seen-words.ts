import type { Vehicle } from './vehicles.ts'

/** Words that are in every description, and find nothing. */
const common = new Set(
  `about all and another any are back been but came did dont for from had has have her him his into just looked man men not off one
   other out person phone put ran rode saw she some someone take taken that the their them then there they think this took two wearing was
   were went when who with wore you`.split(/\s+/),
)
const most = 60

/** The words of a description by which it can be found again: lower case, without accents and a plural’s s, each once. */
export function seenWords(text: string): string[] {
  const plain = text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase()
  const words = (plain.match(/[a-z0-9]{3,24}/g) ?? [])
    .filter((word) => !common.has(word))
    .map((word) => (/[^s]s$/.test(word) && word.length > 4 ? word.slice(0, -1) : word))
  return [...new Set(words)].slice(0, most)
}

export type Seen = { readonly description?: string | undefined; readonly vehicle?: Vehicle | undefined }

/**
 * By what the vault finds a description, each under its key: who has the database alone sees that two records share a word, and not
 * which. No word of it stands anywhere in the clear.
 */
export const seenKeys = ({ description = '', vehicle }: Seen): string[] => [
  ...seenWords(description).map((word) => `seen ${word}`),
  ...(vehicle ? [`seen on:${vehicle}`] : []),
]
