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
  return parsed((await request.toArray()).join(''))
}

const mostOrderBytes = 1_000_000

/** The body of an order, which says that it is JSON and has a reasonable length; else the status that refuses it. */
export async function orderIn(request: IncomingMessage): Promise<{ body: unknown } | { refused: 413 | 415 }> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request) {
    bytes += (chunk as Buffer).length
    if (bytes <= mostOrderBytes) chunks.push(chunk as Buffer) // what is beyond is heard out, so that the answer arrives
  }
  if (bytes > mostOrderBytes) return { refused: 413 }
  if (!/^application\/json\b/i.test(request.headers['content-type'] ?? '')) return { refused: 415 }
  return { body: parsed(Buffer.concat(chunks).toString('utf8')) }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
