/** What commands on a case refuse alike: one code has one meaning everywhere. */
export const refusals = {
  'no-case': { status: 404, says: 'There is no such case.' },
  'case-ended': {
    status: 409,
    says: 'This case has ended. If the phone is gone again, report the theft again.',
  },
  'case-lapsed': { status: 409, says: 'This report was not confirmed in time. It stops nothing any more.' },
  'not-closed': { status: 409, says: 'This case is open.' },
  'stops-lifted': {
    status: 409,
    says: 'This case ended by lifting its stops. It is not opened again: report the theft again, with proof.',
  },
  'asked-apart': { status: 409, says: 'This belongs to a report that has a case of its own by now.' },
  'nothing-to-undo': { status: 409, says: 'Nothing of this case stands at a partner any more.' },
} as const
