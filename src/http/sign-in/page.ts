import type { Purpose } from '../access/vocabulary.ts'
import { escaped } from '../error-page.ts'

/** The two screens of sign-in that are not errors. The look is the pages' business; without them `plainPage` serves. */
export type SignInPage =
  | {
      page: 'purpose'
      choices: { purpose: Purpose; says: string; law: string }[]
      chosen: Purpose | null
      next: string
    }
  | { page: 'signed-out'; provider: string | null }

export type RenderSignIn = (page: SignInPage) => string | Promise<string>

/** Bare but complete and usable with a keyboard, a screen reader and no script. */
export const plainPage: RenderSignIn = (page) => (page.page === 'purpose' ? purposePage(page) : signedOutPage(page))

type PurposePage = Extract<SignInPage, { page: 'purpose' }>

function purposePage({ choices, chosen, next }: PurposePage): string {
  const choice = ({ purpose, says, law }: PurposePage['choices'][number]) =>
    `<p><label><input type="radio" name="purpose" value="${purpose}" required${purpose === chosen ? ' checked' : ''}> ${escaped(says)}</label> <small>${escaped(law)}</small></p>`
  return html(
    'Why are you here?',
    `<p>Every look at personal data is recorded with your purpose. You can change it at any time.</p>
<form method="post" action="/sign-in/purpose"><fieldset><legend>Purpose</legend>${choices.map(choice).join('\n')}</fieldset>
<input type="hidden" name="next" value="${escaped(next)}"><button>Continue</button></form>`,
  )
}

// A redirect in answer to the form would be stopped by form-action 'self', so the page itself moves on.
function signedOutPage({ provider }: Extract<SignInPage, { page: 'signed-out' }>): string {
  const on = provider && escaped(provider)
  const also = on ? `<p><a href="${on}">Sign out of your organisation’s sign-in page too</a></p>` : ''
  return html(
    'You are signed out',
    `<p>This browser can no longer open anything of yours.</p>${also}<p><a href="/sign-in">Sign in again</a></p>`,
    on ? `<meta http-equiv="refresh" content="0;url=${on}">` : '',
  )
}

const html = (title: string, body: string, head = '') => `<!doctype html>
<html lang="en-GB"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">${head}
<title>${escaped(title)} - Ringback</title></head><body><main><h1>${escaped(title)}</h1>
${body}</main></body></html>`
