import { type Problem, thrown } from '../problem.ts'

/** Why somebody is not signed in: told on the error page, or as a problem document to who asks for JSON. */
export const signInRefusals = {
  'no-identity-provider': {
    status: 503,
    title: 'Nobody can sign in yet',
    detail:
      'No identity provider is configured. Whoever runs this server sets OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET.',
  },
  'identity-provider-away': {
    status: 503,
    title: 'Your organisation’s sign-in does not answer',
    detail: 'Try again in a minute. Reporting a theft and blocking handsets go on without it.',
  },
  'sign-in-denied': {
    status: 403,
    title: 'You were not signed in',
    detail: 'Your organisation’s sign-in said no, or you stopped. Start again at /sign-in.',
  },
  'sign-in-not-completed': {
    status: 400,
    title: 'This sign-in did not come to an end',
    detail: 'It took too long, was opened twice, or was not started in this browser. Start again at /sign-in.',
  },
  'organisation-unknown': {
    status: 403,
    title: 'Your organisation does not use Ringback',
    detail:
      'Your sign-in worked, but its organisation is not registered here. Ask your administrator which account to use.',
  },
  'no-role': {
    status: 403,
    title: 'You have no role in Ringback',
    detail:
      'Your sign-in worked, but it gives you no role that your kind of organisation has here. Ask your administrator for one.',
  },
} as const satisfies Record<string, { status: number; title: string; detail: string }>

export type SignInRefusal = keyof typeof signInRefusals

/** The refusal as the edge answers it. */
export function refused(code: SignInRefusal): ReturnType<typeof thrown> {
  const more: Pick<Problem, 'headers'> = code === 'identity-provider-away' ? { headers: { 'retry-after': '30' } } : {}
  return thrown({ problem: code, ...signInRefusals[code], ...more })
}
