import { fold } from '#ledger'
import { HandsetEnrolled } from '#modules/register/events/handset-enrolled'
import { HandsetRegistered } from '#modules/register/events/handset-registered'

/** The line for which a handset was got ready last; none once it is sold on. */
export const enrolledLine = fold<{ readonly line: string | undefined }>({ line: undefined }, (on) => [
  on(HandsetEnrolled, (_, { line }) => ({ line })),
  on(HandsetRegistered, (state, { channel }) => (channel === 'resale' ? { line: undefined } : state)),
])
