/** What commands on an exhibit refuse alike: one code has one meaning everywhere. */
export const refusals = {
  'no-exhibit': { status: 404, says: 'There is no such exhibit.' },
  'already-returned': { status: 409, says: 'This phone is back with its owner. Nothing more is done with it here.' },
  'other-case': {
    status: 409,
    says: 'This phone does not belong to that case. Load the page again and read the case’s number.',
  },
  'not-one-owner': {
    status: 409,
    says: 'It is not clear whose phone this is: more or fewer than one case names it. An examiner must look.',
  },
} as const
