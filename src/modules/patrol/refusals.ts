/** What commands on alerts refuse alike. */
export const refusals = {
  'no-alert': { status: 404, says: 'You were not sent this alert.' },
  'alert-over': { status: 409, says: 'This alert is over. Nobody needs to go.' },
} as const

/** What commands on the plans of shifts refuse alike. */
export const planRefusals = {
  'no-plan': { status: 404, says: 'There is no such plan.' },
  'plan-known': { status: 409, says: 'This plan is made already.' },
  'plan-breaks-rules': {
    status: 422,
    says: 'This plan breaks its own dwell, shift or gap, or has no lot of 5 to 10%.',
  },
  'shift-over': { status: 409, says: 'This shift is over.' },
} as const
