/** What sales and enrolments of a handset refuse alike: one code has one meaning everywhere. */
export const refusals = {
  'registered-elsewhere': {
    status: 409,
    says: 'This IMEI belongs to another handset in the register. Check the number on the box against *#06# on the screen; if both agree, ask for a review.',
  },
  'reported-stolen': {
    status: 409,
    says: 'Somebody has reported this phone. It cannot get a new owner until the report is settled.',
  },
} as const

/** The keys of inline views that hold these rules in the transaction of the sale itself. */
export const conflicts = {
  imei_handset_pkey: 'registered-elsewhere',
  reported_stolen_pkey: 'reported-stolen',
} as const
