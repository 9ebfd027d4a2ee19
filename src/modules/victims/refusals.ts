/** What commands about a victim's case refuse alike; the words are those of the reports module. */
export const refusals = {
  'no-case': { status: 404, says: 'There is no such case.' },
  'case-ended': {
    status: 409,
    says: 'This case has ended. If the phone is gone again, report the theft again.',
  },
  'not-closed': { status: 409, says: 'This case is open.' },
  'stops-lifted': {
    status: 409,
    says: 'This case ended by lifting its stops. It is not opened again: report the theft again, with proof.',
  },
  'nothing-new': { status: 409, says: 'We have that already. Nothing has changed.' },
} as const
