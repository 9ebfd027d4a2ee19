import { authenticator } from './authenticator.ts'
import { sendForm } from './enrolling.ts'
import type { Loop } from './loop.ts'

type Asked = { readonly challenge: string; readonly rp: { id: string }; readonly rpId: string }

/** One text of a page's HTML, as a browser reads it. */
const unescaped = (html: string) => html.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&')

/** What the page asks of a passkey; fails with the page when it asks nothing. */
export function askedOn(page: string, how: 'create' | 'get'): Asked {
  const options = new RegExp(`data-passkey="${how}" data-options="([^"]*)"`).exec(page)?.[1]
  if (!options) throw new Error(`The page asks for no passkey: ${page.replace(/\s+/g, ' ').slice(0, 3000)}`)
  return JSON.parse(unescaped(options))
}

/** As if every passkey that is kept had been kept two days before, and so its code and enrolment. */
export async function keptTwoDaysAgo(loop: Loop): Promise<void> {
  for (const table of ['stop_secret', 'passkey_phone', 'enrolment'])
    await loop.db.owner.pool.query(`update ${table} set at = at - interval '2 days'`)
}

export const ticketOn = (page: string) => /name="ticket" value="([^"]+)"/.exec(page)?.[1] ?? ''
export const handsetsOn = (page: string) => [...page.matchAll(/id="phone-([0-9a-f-]+)"/g)].map(([, id]) => id ?? '')

/** The page of whoever may stop a phone, as a browser with a passkey sees it. */
export function minePage(loop: Loop) {
  const post = async (form: Record<string, string>) => sendForm(loop, '/mine', form)
  const page = async (form: Record<string, string>) => (await post(form)).text()
  return {
    post,
    page,
    shut: async () => (await fetch(`${loop.origin}/mine`)).text(),
    /** Types a code, and keeps a passkey for it. */
    keep: async (code: string, passkey: ReturnType<typeof authenticator>) => {
      const typed = await page({ do: 'code', code })
      return page({ do: 'keep', credential: passkey.create(askedOn(typed, 'create')) })
    },
    /** Opens the page by a passkey. */
    open: async (passkey: ReturnType<typeof authenticator>, odd = {}) => {
      const asked = askedOn(await (await fetch(`${loop.origin}/mine`)).text(), 'get')
      return page({ do: 'open', credential: passkey.get(asked, odd) })
    },
    newPasskey: (options = {}) => authenticator(new URL(loop.config.publicUrl).origin, options),
  }
}
