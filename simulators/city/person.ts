import { Agent, fetch } from 'undici'

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
  /** Closes the browser's connections. */
  readonly leave: () => Promise<void>
}

type Options = {
  /** The address from which this browser comes (127.x.y.z): each person has one of their own, as people do. */
  readonly address?: string
  /** Cookies that it has already, as a Cookie header says them. */
  readonly cookie?: string
}
type Init = { readonly method?: string; readonly body?: string; readonly headers?: Record<string, string> }

const mostRedirects = 12
const patienceMs = 30_000

export function personAt(origin: string, { address, cookie: held }: Options = {}): Person {
  const jars = new Map<string, Map<string, string>>()
  if (held) keep(jarIn(jars, new URL(origin).host), held.split('; '))
  const connect = { family: 4, autoSelectFamily: false }
  // An option of the agent: undici puts its own over one given to `connect`.
  const from = address ? { localAddress: address } : {}
  const agent = new Agent({ connect, ...from, keepAliveTimeout: 2000, connections: 2 })
  const jarOf = (url: URL) => jarIn(jars, url.host)

  const ask = async (start: URL, init: Init = {}): Promise<Seen> => {
    let [url, options] = [start, init]
    for (let hop = 0; hop < mostRedirects; hop++) {
      const jar = jarOf(url)
      const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
      const response = await fetch(url, {
        ...options,
        headers: { accept: 'text/html', ...options.headers, ...(cookie && { cookie }) },
        ...{ redirect: 'manual' as const, dispatcher: agent },
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
    throw new Error(`${start.pathname} leads in a circle.`)
  }

  const onSite = (path: string) => new URL(path, origin)
  const form = (address: URL, fields: Readonly<Record<string, string | readonly string[]>>) => {
    const pairs = Object.entries(fields).flatMap(([name, value]) =>
      [value].flat().map((one) => [name, one] as [string, string]),
    )
    const body = new URLSearchParams(pairs).toString()
    const headers = { origin: address.origin, 'content-type': 'application/x-www-form-urlencoded' }
    return ask(address, { method: 'POST', body, headers })
  }
  const send: Person['send'] = (path, fields) => form(onSite(path), fields)

  return {
    get: (path, headers = {}) => ask(onSite(path), { headers }),
    send,
    leave: () => agent.close().catch(() => undefined),
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
