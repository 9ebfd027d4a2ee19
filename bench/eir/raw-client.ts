import { connect, type Socket } from 'node:net'

/** A request as bytes, the status that its answer must have (0: whatever), and what must stand in it. */
export type Question = { readonly bytes: Buffer; readonly status: number; readonly says?: string }

const isWrong = ({ status, says }: Question, found: number, answer: Buffer) =>
  status !== 0 && (found !== status || (says !== undefined && !answer.includes(says)))

/**
 * One connection of HTTP/1.1 that is kept open, with one question under way at a time: as little as a client can do, so that
 * the server is what is measured.
 */
export async function openConnection(port: number) {
  const socket: Socket = connect({ port, host: '127.0.0.1', noDelay: true })
  await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject))
  let rest: Buffer | undefined
  let heard: ((status: number, answer: Buffer) => void) | undefined
  socket.on('data', (chunk: Buffer) => {
    const bytes = rest ? Buffer.concat([rest, chunk]) : chunk
    const length = answerLength(bytes)
    rest = bytes.length < length ? bytes : undefined
    if (!rest) heard?.(Number(bytes.toString('latin1', 9, 12)), bytes)
  })
  socket.on('error', () => {})
  return {
    ask(question: Question, onAnswer: (status: number, answer: Buffer) => void): void {
      heard = onAnswer
      socket.write(question.bytes)
    },
    close: () => void socket.destroy(),
  }
}

function answerLength(bytes: Buffer): number {
  const head = bytes.indexOf('\r\n\r\n')
  if (head < 0) return Number.POSITIVE_INFINITY
  const length = /content-length: (\d+)/i.exec(bytes.toString('latin1', 0, head))?.[1]
  if (length === undefined) throw new Error('an answer without its length')
  return head + 4 + Number(length)
}

export type Measured = { readonly answers: number; readonly wrong: number; readonly ms: number }

/** As many as it can: each connection asks again as soon as it has its answer. The first part of the time is warm-up. */
export async function askAsFastAsItGoes(
  port: number,
  questions: readonly Question[],
  {
    connections,
    ms,
    warmUpMs,
    onStart = () => {},
  }: { connections: number; ms: number; warmUpMs: number; onStart?: () => void },
): Promise<Measured> {
  const all = await Promise.all(Array.from({ length: connections }, () => openConnection(port)))
  let [at, answers, wrong] = [0, 0, 0]
  let running = true
  const next = (connection: (typeof all)[number]) => {
    const question = questions[at++ % questions.length] as Question
    connection.ask(question, (status, answer) => {
      answers += 1
      if (isWrong(question, status, answer)) wrong += 1
      if (running) next(connection)
    })
  }
  for (const connection of all) next(connection)
  await new Promise((resolve) => setTimeout(resolve, warmUpMs))
  const [began, before] = [performance.now(), answers]
  onStart()
  await new Promise((resolve) => setTimeout(resolve, ms))
  const measured = { answers: answers - before, wrong, ms: performance.now() - began }
  running = false
  for (const connection of all) connection.close()
  return measured
}

/** At a fixed rate, whatever the server does: how long each answer took from when its question was due (ms). */
export async function askAtRate(
  port: number,
  questions: readonly Question[],
  { connections, perSecond, ms, warmUpMs }: { connections: number; perSecond: number; ms: number; warmUpMs: number },
): Promise<number[]> {
  const free = await Promise.all(Array.from({ length: connections }, () => openConnection(port)))
  const all = [...free]
  const took: number[] = []
  const due: number[] = []
  const began = performance.now()
  let sent = 0
  const send = () => {
    for (;;) {
      const connection = due.length > 0 ? free.pop() : undefined
      if (!connection) return
      const dueAt = due.shift() as number
      connection.ask(questions[sent++ % questions.length] as Question, () => {
        if (dueAt > began + warmUpMs) took.push(performance.now() - dueAt)
        free.push(connection)
        send()
      })
    }
  }
  let asked = 0
  while (performance.now() < began + warmUpMs + ms) {
    for (const now = performance.now(); began + (asked * 1000) / perSecond <= now; asked++)
      due.push(began + (asked * 1000) / perSecond)
    send()
    await new Promise((resolve) => setTimeout(resolve, 1))
  }
  for (const connection of all) connection.close()
  return took
}
