import type { Socket } from 'node:net'
import { type Limits, type Times, whatIsDue } from './due.ts'
import { openFrames } from './frames.ts'
import type { Peer } from './peer.ts'

export type Connection = {
  /** Does what is due by now. Called again and again. */
  tick(): void
  /** Asks the other side to be disconnected, and goes on answering until it agrees. */
  leave(): void
}

/** Joins a peer to its socket: each piece that comes is answered with one write, and who takes no answers is not read from. */
export function openConnection(socket: Socket, peer: Peer, limits: Limits, now: () => number): Connection {
  const frames = openFrames()
  const times: Times = { openedAt: now(), heardAt: now() }

  function hear(chunk: Buffer): void {
    times.heardAt = now()
    times.askedAt = undefined
    const answers: Buffer[] = []
    const say = (answer: Buffer | undefined) => {
      if (answer) answers.push(answer)
    }
    let messages = 0
    const broken = frames.take(chunk, (message) => {
      messages += 1
      say(peer.hear(message))
    })
    if (broken) {
      const why = peer.hearBroken(broken)
      // What is no error that can be named leaves nothing to be said (RFC 6733 section 2.1).
      if (!why && answers.length === 0) return void socket.resetAndDestroy()
      say(why)
    }
    // Another message may have begun in the meantime: it has its own time.
    if (!frames.isHalf()) times.halfSince = undefined
    else if (messages > 0 || times.halfSince === undefined) times.halfSince = now()
    send(answers)
  }

  function send(answers: readonly Buffer[]): void {
    const first = answers[0]
    const bytes = answers.length === 1 && first ? first : Buffer.concat(answers)
    const isTaken = bytes.length === 0 || socket.write(bytes)
    if (peer.state() === 'left' || peer.state() === 'over') times.endingSince ??= now()
    if (peer.state() === 'over') {
      // Nothing more is read from it: what it goes on saying is thrown away.
      socket.end()
      socket.off('data', hear).resume()
    } else if (!isTaken) {
      times.stuckSince = now()
      socket.pause()
    }
  }

  socket.setNoDelay(true)
  socket.on('data', hear)
  socket.on('drain', () => {
    times.stuckSince = undefined
    socket.resume()
  })
  socket.on('error', () => {}) // it went away; `close` follows

  return {
    tick() {
      const due = whatIsDue(times, peer.state(), limits, now())
      if (due === 'end') socket.destroy()
      if (due !== 'ask') return
      times.askedAt = now()
      send([peer.watch()])
    },
    leave() {
      if (peer.state() === 'new') socket.destroy()
      else if (peer.state() === 'open') send([peer.leave()])
    },
  }
}
