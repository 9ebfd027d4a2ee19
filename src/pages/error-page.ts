import type { ProblemDocument, RenderError } from '#http'
import type { Render } from './render.ts'

type Words = { title: string; happened: string; todo: string; home?: true }

const startAgain = 'Check the address, or start again from the first page.'
const sendAgain = 'Go back, check what you typed, and send it again.'

/** What a person is told, by HTTP status (RFC 9110 section 15): what happened, and what to do now. */
const byStatus: Record<number, Words> = {
  400: { title: 'We could not read that', happened: 'What you sent is not in a form we know.', todo: sendAgain },
  401: {
    title: 'Sign in first',
    happened: 'This page is for people who have signed in.',
    todo: 'Choose Staff above to sign in. Then open the page again.',
  },
  403: {
    title: 'You cannot see this page',
    happened: 'Your role or your purpose does not cover it.',
    todo: 'Do you need it for your work? Ask whoever lets people in where you work.',
  },
  404: { title: 'Page not found', happened: 'There is nothing at this address.', todo: startAgain, home: true },
  405: {
    title: 'That does not work here',
    happened: 'This address does not take what you sent.',
    todo: startAgain,
    home: true,
  },
  408: {
    title: 'That took too long to arrive',
    happened: 'Your connection was too slow, and nothing was kept.',
    todo: 'Send it again.',
  },
  409: {
    title: 'Something changed first',
    happened: 'This was changed while your page was open. Nothing of yours was saved.',
    todo: 'Load the page again to see how it stands now.',
  },
  413: {
    title: 'That is too big',
    happened: 'What you sent is larger than we can take.',
    todo: 'Send less at once, or a smaller file.',
  },
  415: {
    title: 'We could not read that',
    happened: 'What you sent is in a form this page does not take.',
    todo: 'Go back and use the form on the page.',
  },
  429: {
    title: 'Too many tries',
    happened: 'We have had a lot of requests from where you are.',
    todo: 'Wait one minute, then try again.',
  },
  500: {
    title: 'Something went wrong here',
    happened: 'The fault is ours, not yours.',
    todo: 'Try again in a minute. If it goes on, tell us the reference.',
  },
  503: {
    title: 'We cannot answer right now',
    happened: 'A part of Ringback is not answering.',
    todo: 'Try again in a minute.',
  },
}

/** Where the status alone would mislead, by the code of the problem catalogue. */
const byCode: Record<string, Words> = {
  'purpose-needed': {
    title: 'Say why you look',
    happened: 'This page holds personal data, so we note why it is opened.',
    todo: 'Choose Staff above, choose your purpose, then open the page again.',
  },
  'only-published': {
    title: 'You cannot see single reports',
    happened: 'Single reports are for the police only. They could show where one victim was.',
    todo: 'Go back and choose the thefts that the police publish by month.',
  },
  'cross-site': {
    title: 'That did not come from our page',
    happened: 'It was sent from another site, so we did nothing.',
    todo: 'Open the page here and send the form from there.',
  },
}

// Said by sign-in to the person who signs in, and about their account: the catalogue's words are for them.
const toPeople = new Set([
  'no-identity-provider',
  'identity-provider-away',
  'sign-in-denied',
  'sign-in-not-completed',
  'organisation-unknown',
  'no-role',
])

/** The statuses that have words of their own; any other is said as its class, 400 or 500. */
export const errorStatuses = Object.keys(byStatus).map(Number)

/** Makes the page that a person sees instead of a problem document. A command's refusal keeps its own words: they are written for people. */
export function errorPages(render: Render): RenderError {
  return (problem) => render('layout/error.njk', { ...wordsFor(problem), reference: problem.reference })
}

function wordsFor({ code, status, title, detail }: ProblemDocument): Words {
  if (toPeople.has(code)) return { title, happened: detail, todo: 'Choose Staff above to start again.' }
  const known = byCode[code] ?? byStatus[status]
  if (known && title !== 'Not done') return known
  if (title === 'Not done')
    return { title: 'We did not do that', happened: detail, todo: 'Go back to the page you came from.' }
  return byStatus[status < 500 ? 400 : 500] as Words
}
