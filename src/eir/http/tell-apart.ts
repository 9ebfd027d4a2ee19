import type { Socket } from 'node:net'

// RFC 9113 section 3.4. No method of HTTP/1.1 begins with these three letters.
const preface = Buffer.from('PRI')
const silentMs = 10_000

/** Waits for the first bytes of a connection, puts them back, and says whether HTTP/2 begins with them. */
export function tellApart(socket: Socket, say: (isHttp2: boolean) => void): void {
  let begin: Buffer | undefined
  const end = () => void socket.destroy()

  const look = () => {
    const chunk = socket.read() as Buffer | null
    if (chunk === null) return
    begin = begin ? Buffer.concat([begin, chunk]) : chunk
    const isHttp2 = begin.subarray(0, preface.length).equals(preface.subarray(0, begin.length))
    if (isHttp2 && begin.length < preface.length) return // cannot be told yet
    socket.off('readable', look).off('end', end).off('error', end).off('timeout', end)
    socket.setTimeout(0)
    socket.unshift(begin)
    // A session ends when its client does; HTTP/1.1 leaves its side open until the answer is out.
    if (isHttp2) socket.allowHalfOpen = false
    say(isHttp2)
  }

  // Whoever says nothing holds no socket for long; from the first byte on the server's own limits count.
  socket.setTimeout(silentMs)
  socket.on('readable', look).on('end', end).on('error', end).on('timeout', end)
}
