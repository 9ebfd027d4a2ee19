/** How long something is kept until a person must look again whether it is still needed, or until it is deleted by itself. */
export type Kept = {
  readonly days: number
  /** What it is, as docs/dpia.md says it. */
  readonly what: string
  readonly why: string
}

/** Every such time, in one place: docs/dpia.md is made from it. */
export const kept = {
  registerEntry: {
    days: 6 * 365,
    what: 'Who owns which phone: enrolments, sales, panic cards, lock-screen cards',
    why: 'the review period of ordinary police records',
  },
  caseNumbers: {
    days: 28,
    what: 'The numbers, contacts of finders and buyers, and answers of partners in a case',
    why: 'a claim that nobody confirms has lapsed long before; a case that goes on is looked at again',
  },
  sentMessage: {
    days: 7,
    what: 'The text of a message and where it went, when it belongs to no case',
    why: 'a gateway that is away is tried again for so long',
  },
} as const satisfies Record<string, Kept>

const dayMs = 86_400_000

/** When what is put away now must be looked at again. */
export const reviewAt = ({ days }: Kept, now: Date): Date => new Date(now.getTime() + days * dayMs)
