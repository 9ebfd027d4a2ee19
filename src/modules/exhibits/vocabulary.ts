import { z } from 'zod'

/** One seized item. */
export const ExhibitId = z.uuid().toLowerCase().brand<'ExhibitId'>()
export type ExhibitId = z.infer<typeof ExhibitId>

/** One tray of handsets that was scanned at once. */
export const TrayId = z.uuid().toLowerCase().brand<'TrayId'>()
export type TrayId = z.infer<typeof TrayId>

/** An exhibit reference as it stands on the bag: letters, a stroke, a number. */
export const ExhibitLabel = z
  .string()
  .regex(/^[A-Z]{2,4}\/\d{1,6}$/)
  .brand<'ExhibitLabel'>()
export type ExhibitLabel = z.infer<typeof ExhibitLabel>

/** Reads an exhibit reference as people type it: `ab/1`, `AB - 1`. Undefined when it is none. */
export const readLabel = (typed: string): ExhibitLabel | undefined =>
  ExhibitLabel.safeParse(
    typed
      .normalize('NFKC')
      .toUpperCase()
      .replaceAll(/\s/g, '')
      .replace(/[\u2010-\u2015-]/, '/'),
  ).data

/** The number of the seal on a bag. */
export const Seal = z.string().regex(/^[A-Z]{0,3}\d{3,9}$/)

/** The power that a handset is seized by. */
export const powers = {
  'pace-s1': 'Found in a stop and search (PACE 1984, section 1)',
  'pace-s32': 'Found when somebody was arrested (PACE 1984, section 32)',
  'pace-s18': 'Found in premises after an arrest (PACE 1984, section 18)',
  'pace-s19': 'Found where an officer may be (PACE 1984, section 19)',
  warrant: 'Found under a search warrant',
  'handed-in': 'Handed in, or found with nobody',
} as const
export type Power = keyof typeof powers
export const powerNames = Object.keys(powers) as [Power, ...Power[]]

/** Who may hold an exhibit, after the officer who seized it. */
export const holders = {
  'property-store': 'Property store',
  examiner: 'Forensics examiner',
  officer: 'Officer',
  owner: 'Owner',
} as const
export type Holder = keyof typeof holders
export const holderNames = Object.keys(holders) as [Holder, ...Holder[]]

/** What shows that somebody owns a handset. `document`: it names this very handset, so it stands by itself. */
export const proofs = {
  'purchase-receipt': { says: 'The receipt from the shop', document: true },
  box: { says: 'The box with the same number', document: true },
  contract: { says: 'The phone contract or insurance', document: true },
  'maker-account': { says: 'The owner’s account with the maker shows this phone', document: true },
  'unlocked-here': { says: 'They unlocked it in front of me', document: true },
  'code-and-word': { says: 'They know the code and the word of the case', document: false },
  'operator-match': { says: 'Their photo ID agrees with the network’s record', document: false },
} as const satisfies Record<string, { says: string; document: boolean }>
export type OwnershipProof = keyof typeof proofs
export const proofNames = Object.keys(proofs) as [OwnershipProof, ...OwnershipProof[]]

/** Where a handset was recognised. */
export const finders = ['officer-check', 'tray', 'later-report', 'looked-again'] as const
export type Finder = (typeof finders)[number]

/** What the force says of the crime: nobody to ask or not asked yet, asked and not answered, refused, or recorded. */
export const crimes = ['none', 'asked', 'refused', 'recorded'] as const
export type Crime = (typeof crimes)[number]
