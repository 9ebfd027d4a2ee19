/** What is looked at, in this order: the PIN first, because a thief who watched it has everything else. */
export const checks = {
  pin: {
    asks: 'Is your PIN six digits or longer, and not a date or a row like 123456?',
    why: 'Thieves watch you type it before they take the phone.',
  },
  pay: {
    asks: 'Do your bank apps and payments open with your face or finger only?',
    why: 'Then a thief who saw your PIN cannot pay with it.',
  },
  theft: {
    asks: 'Is the theft protection of your phone on?',
    why: 'It makes it harder for a thief to change your account. Some phones also lock when they are snatched.',
  },
  backup: {
    asks: 'Was your phone backed up in the last week?',
    why: 'Then you can have it erased, and lose only what is newer than the backup.',
  },
  screen: {
    asks: 'Does the locked screen hide messages, and show how to reach you?',
    why: 'Codes from your bank come as messages. A finder needs a way to reach you that gives nothing else away.',
  },
} as const
export type CheckId = keyof typeof checks

/** How to put one check right on one sort of phone. `path`: what to open, in order; `todo`: what to do there. */
export type Fix = {
  readonly path: readonly string[]
  readonly todo: string
  /** Where more than one place must be looked at. */
  readonly also?: readonly { readonly path: readonly string[]; readonly todo: string }[]
}

/** The steps for one sort of phone. `from`: the oldest version of its system that has them all; `read`: when somebody last compared them. */
export type Steps = {
  readonly phone: string
  readonly from: string
  readonly read: string
  readonly fixes: Readonly<Record<CheckId, Fix>>
}
