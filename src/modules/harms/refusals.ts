/** What commands on what followed a theft refuse alike. A case that was closed still takes it: harm comes late. */
export const refusals = {
  'no-case': { status: 404, says: 'There is no such case.' },
  'report-taken-back': { status: 409, says: 'This report was taken back, so nothing more is added to it.' },
  'told-enough': { status: 409, says: 'This case has fifty of these already. Call the unit that handles it.' },
} as const
