import type { Language } from './vocabulary.ts'

/** What a poster says in one language. */
export type Words = { readonly heading: string; readonly lines: readonly string[]; readonly act: string }

/** One message with all that a campaign needs. A language that is missing is for a person to translate. */
export type Kit = {
  readonly title: string
  /** Where its page leads on to. */
  readonly leadsTo: '/checkup' | '/check' | '/case'
  readonly words: Readonly<Partial<Record<Language, Words>>> & { readonly en: Words }
}

export const kits = {
  'pin-watched': {
    title: 'They watch you type your PIN',
    leadsTo: '/checkup',
    words: {
      en: {
        heading: 'They watch your PIN. Then they take your phone.',
        lines: ['Use your face or finger to open it outside.', 'Give your bank app a PIN of its own.'],
        act: 'Two minutes for your phone:',
      },
    },
  },
  'app-scams': {
    title: 'Scams after a theft',
    leadsTo: '/case',
    words: {
      en: {
        heading: '“We found your phone. Sign in here.”',
        lines: [
          'It is the thief who writes. Press no link.',
          'Give nobody a code, and do not take the phone off your account.',
        ],
        act: 'What to do instead:',
      },
    },
  },
  'look-up': {
    title: 'Snatched from the hand',
    leadsTo: '/checkup',
    words: {
      en: {
        heading: 'Stop. Step back. Then look at your phone.',
        lines: ['Stand away from the road.', 'Turn on theft protection: it locks a phone that is snatched.'],
        act: 'Two minutes for your phone:',
      },
    },
  },
  'buy-safe': {
    title: 'Buying a used phone',
    leadsTo: '/check',
    words: {
      en: {
        heading: 'Is it stolen? Ask before you pay.',
        lines: [
          'Dial *#06# on the phone in front of the seller.',
          'A stolen phone soon stops working, and your money is gone.',
        ],
        act: 'Check it here:',
      },
    },
  },
} as const satisfies Record<string, Kit>
export type KitId = keyof typeof kits
export const kitIds = Object.keys(kits) as [KitId, ...KitId[]]

/** What a kit says in each of these languages, and in which of them a person must still say it. */
export function wordsIn(kit: KitId, wanted: readonly Language[]) {
  const { words }: Kit = kits[kit]
  return {
    ready: wanted.flatMap((language) => (words[language] ? [{ language, words: words[language] }] : [])),
    untranslated: wanted.filter((language) => !words[language]),
  }
}
