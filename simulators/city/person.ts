/** What a person's browser got: status, final address and text. */
export type Seen = { readonly status: number; readonly url: string; readonly text: string; readonly at: number }

/**
 * One person with a browser of their own: cookies, redirects and forms as browsers do them, no JavaScript. Talks to the
 * running system by its public pages and API only.
 */
export type Person = {
  readonly get: (path: string, headers?: Record<string, string>) => Promise<Seen>
  /** Sends a form. A list is a field of many choices. */
  readonly send: (path: string, form: Readonly<Record<string, string | readonly string[]>>) => Promise<Seen>
  readonly json: (path: string, body: unknown, headers?: Record<string, string>) => Promise<Seen>
  /** Signs in at the pretend identity provider and says what for. */
  readonly signIn: (account: string, purpose: string) => Promise<void>
  readonly cookies: () => string
}

const mostRedirects = 12
const patienceMs = 30_000

export function personAt(origin: string): Person {
  const jars = new Map<string, Map<string, string>>()
  const jarOf = (url: URL) => jarIn(jars, url.host)

  const ask = async (address: URL, init: RequestInit & { headers?: Record<string, string> } = {}): Promise<Seen> => {
    let [url, options] = [address, init]
    for (let hop = 0; hop < mostRedirects; hop++) {
      const jar = jarOf(url)
      const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
      const response = await fetch(url, {
        ...options,
        headers: { accept: 'text/html', ...options.headers, ...(cookie && { cookie }) },
        redirect: 'manual',
        signal: AbortSignal.timeout(patienceMs),
      })
      keep(jar, response.headers.getSetCookie())
      const to = response.headers.get('location')
      if (response.status < 300 || response.status > 399 || to === null)
        return { status: response.status, url: url.href, text: await response.text(), at: Date.now() }
      await response.body?.cancel()
      url = new URL(to, url)
      options = {}
    }
    throw new Error(`${address.pathname} leads in a circle.`)
  }

  const onSite = (path: string) => new URL(path, origin)
  const form = (address: URL, fields: Readonly<Record<string, string | readonly string[]>>) => {
    const pairs = Object.entries(fields).flatMap(([name, value]) =>
      [value].flat().map((one) => [name, one] as [string, string]),
    )
    return ask(address, { method: 'POST', body: new URLSearchParams(pairs), headers: { origin: address.origin } })
  }
  const send: Person['send'] = (path, fields) => form(onSite(path), fields)

  return {
    get: (path, headers = {}) => ask(onSite(path), { headers }),
    send,
    json: (path, body, headers = {}) =>
      ask(onSite(path), {
        method: 'POST',
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json', accept: 'application/json', origin, ...headers },
      }),
    cookies: () => [...(jars.get(new URL(origin).host) ?? [])].map(([name, value]) => `${name}=${value}`).join('; '),
    signIn: async (account, purpose) => {
      const choose = await ask(onSite('/sign-in'))
      const action = /action="(\/interaction\/[^"]+)"/.exec(choose.text)?.[1]
      if (!action) throw new Error(`The pretend identity provider showed no accounts (${choose.status}).`)
      const home = await form(new URL(action, choose.url), { account })
      if (home.status >= 400) throw new Error(`${account} could not sign in (${home.status}).`)
      const chosen = await send('/sign-in/purpose', { purpose })
      if (chosen.status >= 400) throw new Error(`${account} could not choose ${purpose} (${chosen.status}).`)
    },
  }
}

function jarIn(jars: Map<string, Map<string, string>>, host: string): Map<string, string> {
  const jar = jars.get(host) ?? new Map<string, string>()
  jars.set(host, jar)
  return jar
}

function keep(jar: Map<string, string>, lines: readonly string[]): void {
  for (const line of lines) {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
    if (/max-age=0\b|expires=thu, 01 jan 1970/i.test(line)) jar.delete(name)
    else jar.set(name, value)
  }
}
