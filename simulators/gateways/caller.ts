import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json, say } from '../frame/messages.ts'

/** Serves a pretend telephone: `/_call` makes one call and answers with what was heard. */
export async function runCaller(port: number, call: (body: unknown) => Promise<object>) {
  const server = createServer(async (request, response) => {
    try {
      if (request.url !== '/_call') return void say(response, 404, { code: 'NO_SUCH_PATH' })
      say(response, 200, await call(await json(request)))
    } catch (error) {
      say(response, 400, { code: 'NOT_UNDERSTOOD', why: String(error) })
    }
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve)
  })
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
