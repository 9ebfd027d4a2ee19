/** Status, what it is, and what to do now: plain English, the same for everybody, nothing of the request in it. */
export type CatalogueEntry = { status: number; title: string; detail: string }

/** Every coded problem of the HTTP edge (RFC 9457). A code never changes its meaning. docs/errors.md is made from it. */
export const problems = {
  'invalid-input': {
    status: 400,
    title: 'Some of what was sent is not right',
    detail: 'Correct the fields listed in `errors` and send it again.',
  },
  'malformed-request': {
    status: 400,
    title: 'The request could not be read',
    detail:
      'Check that the body is valid JSON (or a valid form), matches its Content-Type and Content-Length, and that the address is well formed.',
  },
  'purpose-needed': {
    status: 400,
    title: 'Say why you look',
    detail:
      'This record holds personal data. Send the header Ringback-Purpose with one of the purposes listed in docs/access.md.',
  },
  'unknown-purpose': {
    status: 400,
    title: 'That purpose is not known',
    detail: 'Send the header Ringback-Purpose with one of the purposes listed in docs/access.md.',
  },
  'sign-in-needed': {
    status: 401,
    title: 'Sign in first',
    detail: 'Staff sign in at /sign-in; a partner’s system sends an access token as a Bearer token.',
  },
  'credentials-refused': {
    status: 401,
    title: 'Your sign-in or token is no longer good',
    detail: 'Sign in again, or fetch a new access token, and repeat the request.',
  },
  'not-your-role': {
    status: 403,
    title: 'Your role does not do this',
    detail:
      'None of your roles has this permission. If you need it for your work, ask your organisation’s administrator.',
  },
  'outside-scope': {
    status: 403,
    title: 'This access token was not asked for that',
    detail: 'Fetch a token whose scope covers this record and act, or one without a scope for all that you may do.',
  },
  'purpose-not-yours': {
    status: 403,
    title: 'Your role may not do this for that purpose',
    detail: 'Use a purpose that fits your role and this record, or ask a colleague whose role has it.',
  },
  'other-organisation': {
    status: 403,
    title: 'This record belongs to another organisation',
    detail: 'Ask that organisation to share it; a disclosure is recorded with its purpose.',
  },
  'only-published': {
    status: 403,
    title: 'Single reports are for the police only',
    detail: 'Ask for the thefts that the police publish by month: `of=published`.',
  },
  'cross-site': {
    status: 403,
    title: 'The request came from another site',
    detail: 'Open the page on this site and send the form from there.',
  },
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
  'not-found': {
    status: 404,
    title: 'There is nothing here',
    detail: 'Check the address, or start again from the first page.',
  },
  'method-not-allowed': {
    status: 405,
    title: 'This address does not take that method',
    detail: 'Use one of the methods in the Allow header.',
  },
  'snapshot-needed': {
    status: 410,
    title: 'The list does not go on from there',
    detail:
      'Take the whole list at /api/blocklist/snapshot, and ask for the changes after the number in its first line.',
  },
  'request-timeout': {
    status: 408,
    title: 'The request took too long to arrive',
    detail: 'Send it again on a better connection; nothing of it was kept.',
  },
  'receipt-refused': {
    status: 422,
    title: 'The receipt was not taken',
    detail: 'Sign it with a key that is registered for you, over the action as it was sent.',
  },
  'key-reused': {
    status: 409,
    title: 'This Idempotency-Key was used for something else',
    detail: 'Send a new key with a new request; send the old key only to repeat the very same one.',
  },
  'body-too-large': {
    status: 413,
    title: 'Too much was sent at once',
    detail: 'Send less in one request, or split it into several.',
  },
  'uri-too-long': {
    status: 414,
    title: 'The address is too long',
    detail: 'Send long input in the body of a POST.',
  },
  'unsupported-media-type': {
    status: 415,
    title: 'That kind of body is not taken here',
    detail:
      'Send JSON with Content-Type: application/json, unless the description of this address at /api says otherwise.',
  },
  'too-many-requests': {
    status: 429,
    title: 'Too many requests',
    detail: 'Wait for the number of seconds in the Retry-After header, then go on more slowly.',
  },
  'allowance-used': {
    status: 429,
    title: 'Your organisation has asked about too many handsets',
    detail:
      'Handsets count here, not calls, and a call that asks about more than is left is not answered at all. Wait for the number of seconds in the Retry-After header, or ask us for a larger allowance.',
  },
  'headers-too-large': {
    status: 431,
    title: 'The headers are too large',
    detail: 'Clear this site’s cookies, or send fewer headers.',
  },
  fault: {
    status: 500,
    title: 'Something broke on our side',
    detail: 'Try again in a minute. If it stays, tell us the reference.',
  },
  busy: {
    status: 503,
    title: 'Too many changes to the same record at once',
    detail: 'Nothing was changed. Send it again in a few seconds, with the same Idempotency-Key.',
  },
  'too-many-listeners': {
    status: 503,
    title: 'Too many live pages are open',
    detail: 'Close a live page you do not need, or reload in a minute; the page works without live updates.',
  },
} as const satisfies Record<string, CatalogueEntry>

export type ProblemCode = keyof typeof problems
