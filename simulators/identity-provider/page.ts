import type { PretendAccount } from './accounts.ts'

/** The stylesheet of the pretend provider. Stripes and the word "pretend" are on every page. */
export const style = `
body { margin: 0; font: 19px/1.4 Arial, sans-serif; color: #12181c; background: #fff }
.pretend { padding: 10px 20px; font-weight: 700; color: #12181c; border-bottom: 5px solid #12181c;
  background: repeating-linear-gradient(135deg, #fff 0 20px, #ffe9a8 20px 40px) }
main { max-width: 40em; padding: 20px }
h1 { margin: 10px 0 20px; line-height: 1.15 } h2 { margin: 30px 0 10px; font-size: 19px }
ul { margin: 0; padding: 0; list-style: none } li { margin: 0 0 10px }
button { min-height: 44px; padding: 10px 15px; font: inherit; text-align: left; color: #fff; background: #0b5566;
  border: 2px solid #0b5566; cursor: pointer }
button:hover { background: #12181c }
button:focus-visible { outline: 3px solid #12181c; outline-offset: 0; color: #12181c; background: #ffdd00 }
`

/** One button an account: a person chooses by one press, with a keyboard too, and no script is needed. */
export function chooseAccountPage(uid: string, accounts: PretendAccount[]): string {
  const organisations = Map.groupBy(accounts, ({ organisation }) => organisation.name)
  const section = ([name, own]: [string, PretendAccount[]], at: number) =>
    `<section aria-labelledby="o${at}"><h2 id="o${at}">${escaped(name)}</h2><ul>${own.map(button(`o${at}`)).join('')}</ul></section>`
  return page(
    'Choose who you are',
    `<p>Choose any role. No password is asked, because none of these people exist.</p>
<form method="post" action="/interaction/${escaped(uid)}">${[...organisations].map(section).join('\n')}
<h2>Nobody</h2><button name="account" value="">Do not sign in</button></form>`,
  )
}

/** Asks before signing out here; `form` is the provider's own hidden form. */
export const signOutPage = (form: string): string =>
  page(
    'Sign out here too?',
    `<p>You are signed out of Ringback. The pretend provider still remembers which account you chose.</p>${form}
<p><button form="op.logoutForm" name="logout" value="yes">Sign out, so that I can choose another account</button></p>`,
  )

export const messagePage = (title: string, says: string): string => page(title, `<p>${escaped(says)}</p>`)

// Several organisations have an analyst: the heading tells a screen reader whose.
const button = (heading: string) => (account: PretendAccount) =>
  `<li><button name="account" value="${escaped(account.id)}" aria-describedby="${heading}">${escaped(account.title)}</button></li>`

const page = (title: string, body: string) => `<!doctype html>
<html lang="en-GB"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)} - pretend identity provider</title><link rel="stylesheet" href="/style.css"></head>
<body><div class="pretend" role="note">Pretend identity provider: for trying Ringback out. Nobody real signs in here.</div>
<main><h1>${escaped(title)}</h1>
${body}</main></body></html>`

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
