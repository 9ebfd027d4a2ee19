import type { Credentials } from '#http/sign-in/partner-client'
import type { Question } from '../eir/raw-client.ts'

/** A token for a partner's machine, by the way that every partner goes. */
export async function tokenFor(port: number, { clientId, secret }: Credentials): Promise<string> {
  const answer = await fetch(`http://localhost:${port}/oauth/token`, {
    method: 'POST',
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
    headers: { authorization: `Basic ${btoa(`${clientId}:${secret}`)}` },
  })
  if (answer.status !== 200) throw new Error(`No token: ${answer.status} ${await answer.text()}`)
  return ((await answer.json()) as { access_token: string }).access_token
}

export type Asking = { readonly token: string; readonly purpose: string }

/** A POST of JSON as the bytes that go over the wire. */
export function posting(
  path: string,
  { token, purpose }: Asking,
  body: object,
  expects: Omit<Question, 'bytes'>,
): Question {
  const json = JSON.stringify(body)
  const head = [
    `POST ${path} HTTP/1.1`,
    'Host: localhost',
    `Authorization: Bearer ${token}`,
    `Ringback-Purpose: ${purpose}`,
    'Content-Type: application/json',
    `Content-Length: ${json.length}`,
  ]
  return { bytes: Buffer.from(`${head.join('\r\n')}\r\n\r\n${json}`), ...expects }
}
