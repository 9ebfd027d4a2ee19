/** One code has one meaning everywhere. */
export const refusals = {
  'not-enrolled': { status: 409, says: 'Nobody has got this phone ready. Enrol it first.' },
} as const
