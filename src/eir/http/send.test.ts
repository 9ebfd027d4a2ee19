import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { type TestContext, test } from 'node:test'
import { answers, badQuery, noSuchPath, targetTooLong, wrongMethod } from '../answer/answers.ts'
import { openSender } from './send.ts'

const all = [...Object.values(answers), ...Object.values(badQuery), noSuchPath, wrongMethod, targetTooLong]

/** All that a server sends for these requests over one connection, without the times. */
async function bytesOf(t: TestContext, listener: RequestListener, requests: string): Promise<string> {
  const server = createServer(listener)
  t.after(() => server.close())
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
  let said = ''
  socket.setEncoding('latin1').on('data', (data) => {
    said += data
  })
  socket.end(requests)
  await once(socket, 'close')
  return said.replaceAll(/(?<=\r\nDate: )[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT/g, 'then')
}

const indexOf = (url = '') => all[Number(url.slice(1))] ?? noSuchPath

test('what goes out with a head of before is byte for byte what node sends, each time and in every circumstance', async (t) => {
  const send = openSender()
  const sent: RequestListener = (request, response) => send(response, indexOf(request.url))
  const plain: RequestListener = (request, response) => {
    const { status, fields, body } = indexOf(request.url)
    response.writeHead(status, fields).end(body)
  }
  const ask = (line: string, ...fields: string[]) => [line, 'Host: eir.example', ...fields, '', ''].join('\r\n')
  const everyAnswer = all.map((_, n) => ask(`GET /${n} HTTP/1.1`)).join('')
  for (const requests of [
    everyAnswer.repeat(3),
    everyAnswer + all.map((_, n) => ask(`HEAD /${n} HTTP/1.1`)).join('') + everyAnswer,
    everyAnswer + ask('GET /3 HTTP/1.1', 'Connection: close'),
    everyAnswer + ask('GET /3 HTTP/1.0', 'Connection: keep-alive') + ask('GET /2 HTTP/1.0'),
    `${everyAnswer}${ask('POST /3 HTTP/1.1', 'Content-Length: 3')}abc${ask('GET /0 HTTP/1.1')}`,
  ]) {
    const said = await bytesOf(t, sent, requests)
    assert.equal(said, await bytesOf(t, plain, requests))
    assert.ok(said.includes('Date: then\r\n'))
  }
})

test('the date in a head is of the second in which it goes out', async (t) => {
  let now = 1_000_000
  let made = 0
  const send = openSender(() => now)
  const listener: RequestListener = (_, response) => {
    const { writeHead } = response
    response.writeHead = (...head: unknown[]) => {
      made += 1
      return (writeHead as (...head: unknown[]) => typeof response).apply(response, head)
    }
    send(response, answers[3])
    now += 400
  }
  await bytesOf(t, listener, 'GET / HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(7))
  // At 1000.0 to 1000.8, 1001.2 and 1001.6, 1002.0 and 1002.4.
  assert.equal(made, 3)
})
