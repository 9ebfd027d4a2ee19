/** In which languages a campaign speaks to its place: the most spoken in London (Census 2021) besides English and Welsh. */
export const languages = {
  en: 'English',
  cy: 'Welsh',
  bn: 'Bengali',
  pa: 'Panjabi',
  pl: 'Polish',
  pt: 'Portuguese',
  ro: 'Romanian',
  ur: 'Urdu',
} as const
export type Language = keyof typeof languages
export const languageCodes = Object.keys(languages) as [Language, ...Language[]]
