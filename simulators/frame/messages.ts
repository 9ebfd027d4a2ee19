import type { IncomingMessage, ServerResponse } from 'node:http'

/** Answers with JSON; `type` says which sort when it is not the plain one. */
export function say(
  response: ServerResponse,
  status: number,
  body: object,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
}

/** The body of a request; undefined when it is no JSON. */
export async function json(request: IncomingMessage): Promise<unknown> {
  try {
    return JSON.parse((await request.toArray()).join(''))
  } catch {
    return undefined
  }
}
