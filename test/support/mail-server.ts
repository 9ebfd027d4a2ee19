import { createServer, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

/** What a mail server does instead of its part of RFC 5321: an answer in place of its own, or something with the socket. */
export type MailTrouble = {
  readonly greeting?: string
  readonly EHLO?: string
  readonly MAIL?: string
  readonly RCPT?: string
  readonly DATA?: string
  /** The answer to the message itself. */
  readonly message?: string
  readonly onConnection?: (socket: Socket) => unknown
}

const drip = async (socket: Socket) => {
  socket.write('220')
  while (!socket.destroyed && socket.writable && socket.write('-')) await pause(20)
}

const retried = ['retry']
const refused = ['rejected']

/** What may go wrong with a mail server, and what a connector may make of it. */
export const mailTroubles: Record<string, { does: MailTrouble; outcomes: readonly string[] }> = {
  'a server that is full (421)': { does: { greeting: '421 try later' }, outcomes: retried },
  'a server that wants nobody (554)': { does: { greeting: '554 no service' }, outcomes: retried },
  'a greeting that is garbage': { does: { greeting: '\u00ff\u00fe\u0000{' }, outcomes: retried },
  'an EHLO that is refused': { does: { EHLO: '502 what' }, outcomes: [...retried, 'acknowledged'] },
  'a sender that is refused for now': { does: { MAIL: '451 later' }, outcomes: retried },
  'a sender that is refused for good': { does: { MAIL: '550 not you' }, outcomes: refused },
  'a mailbox that is busy': { does: { RCPT: '450 busy' }, outcomes: retried },
  'a mailbox that is not there': { does: { RCPT: '550 no such mailbox' }, outcomes: refused },
  'a message that is not wanted now': { does: { message: '451 greylisted' }, outcomes: retried },
  'a message that is refused': { does: { message: '554 looks like spam' }, outcomes: refused },
  'an answer that is garbage': { does: { RCPT: '<html>' }, outcomes: retried },
  'a number that is none': { does: { DATA: '999 hello' }, outcomes: retried },
  'a huge answer': { does: { RCPT: `250-${'x'.repeat(2_000_000)}` }, outcomes: retried },
  silence: { does: { onConnection: () => {} }, outcomes: retried },
  'a slow drip that never ends': { does: { onConnection: drip }, outcomes: retried },
  'a broken connection': { does: { onConnection: (socket) => socket.destroy() }, outcomes: retried },
  'a connection that ends after the greeting': {
    does: { onConnection: (socket) => socket.end('220 hello\r\n') },
    outcomes: retried,
  },
  'a mail that is taken': { does: {}, outcomes: ['acknowledged'] },
}

/** A mail server of the least that RFC 5321 asks, written by hand so that it can do wrong at every step. */
export async function openMailServer() {
  let trouble: MailTrouble = {}
  let last = ''
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => undefined).on('close', () => sockets.delete(socket)))
    if (trouble.onConnection) return void trouble.onConnection(socket)
    talk(socket, trouble, (message) => {
      last = message
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    behave: (next: MailTrouble) => {
      trouble = next
    },
    lastMessage: () => last,
    close: () => {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  }
}

const goodAnswers: Record<string, string> = { EHLO: '250 here', HELO: '250 here', DATA: '354 go on', QUIT: '221 bye' }

function talk(socket: Socket, trouble: MailTrouble, took: (message: string) => void): void {
  let buffer = ''
  let message: string | undefined
  const say = (line: string) => socket.write(`${line}\r\n`)
  say(trouble.greeting ?? '220 pretend')
  socket.setEncoding('utf8').on('data', (chunk) => {
    buffer += chunk
    for (let end = buffer.indexOf('\r\n'); end >= 0; end = buffer.indexOf('\r\n')) {
      const line = buffer.slice(0, end)
      buffer = buffer.slice(end + 2)
      if (message !== undefined && line !== '.') message += `${line}\r\n`
      else if (message !== undefined) {
        took(message)
        message = undefined
        say(trouble.message ?? '250 taken')
      } else {
        const verb = line.slice(0, 4).toUpperCase() as keyof MailTrouble & string
        const answer = String(trouble[verb] ?? goodAnswers[verb] ?? '250 good')
        if (verb === 'DATA' && answer.startsWith('354')) message = ''
        say(answer)
      }
    }
  })
}
