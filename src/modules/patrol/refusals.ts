/** What commands on alerts refuse alike. */
export const refusals = {
  'no-alert': { status: 404, says: 'You were not sent this alert.' },
  'alert-over': { status: 409, says: 'This alert is over. Nobody needs to go.' },
} as const
