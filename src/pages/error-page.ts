import type { Render } from './render.ts'

type Words = { title: string; happened: string; todo: string }

const notOurs = 'Check the address, or start again from the first page.'

/** What a person is told, by HTTP status (RFC 9110 section 15): what happened, and what to do now. */
const words: Record<number, Words> = {
  400: {
    title: 'We could not read that',
    happened: 'Something in what you sent is not in a form we know.',
    todo: 'Go back, check what you typed, and send it again.',
  },
  401: {
    title: 'Sign in first',
    happened: 'This page is for people who have signed in.',
    todo: 'Sign in, then open the page again.',
  },
  403: {
    title: 'You cannot see this page',
    happened: 'Your role or your stated purpose does not cover it, or the page was open too long.',
    todo: 'Go back, load the page again and try once more. If you need it for your work, ask whoever gives out access in your organisation.',
  },
  404: { title: 'Page not found', happened: 'There is nothing at this address.', todo: notOurs },
  405: {
    title: 'That does not work here',
    happened: 'This address does not take that kind of request.',
    todo: notOurs,
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
  422: {
    title: 'We could not do that',
    happened: 'We read what you sent, but it does not fit.',
    todo: 'Go back, check what you typed, and send it again.',
  },
  429: {
    title: 'Too many tries',
    happened: 'We have had a lot of requests from where you are.',
    todo: 'Wait one minute, then try again. A report of a stolen phone is never refused for this.',
  },
  500: {
    title: 'Something went wrong here',
    happened: 'The fault is ours, not yours.',
    todo: 'Try again in a minute. If it goes on, tell us the reference below.',
  },
  503: {
    title: 'We cannot answer right now',
    happened: 'A part of Ringback is not answering.',
    todo: 'Try again in a minute.',
  },
}

/** The statuses that have words of their own; any other says what its class (400 or 500) says. */
export const errorStatuses = Object.keys(words).map(Number)

/** The error page as HTML. `reference` finds the request in our log; it says nothing about the person. */
export function errorPage(render: Render, status: number, reference?: string): string {
  const said = words[status] ?? words[status < 500 ? 400 : 500]
  return render('layout/error.njk', { ...(said as Words), reference: reference ?? false })
}
