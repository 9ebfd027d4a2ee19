import { once } from 'node:events'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import type { PlaneMemory } from '#lib/imei/plane/plane'
import type { KeyNumber, StatusCode } from '#lib/imei/plane/status'
import type { Log } from '#platform/log'
import type { Exceptions } from './list/exceptions.ts'
import type { Happened, S13 } from './s13/serve.ts'

/** What a thread begins with. `isShared`: others answer on the same port, and the kernel deals connections out. */
export type Begin = Where & { readonly isShared: boolean } & Held
/** What a thread is asked to do; it says `done` with the same id. */
export type Asked = { readonly id: number } & (Partial<Held> | { readonly drainMs: number })
/** What a thread says: where it answers, keys and statuses of attempts in turn, what happened to peers, or what it has done. */
export type Said =
  | { readonly port: number }
  | { readonly attempts: readonly number[] }
  | { readonly s13: Happened }
  | { readonly done: number; readonly answers: ReadonlyMap<string, number> }

/** What is answered from: the list, in memory that all threads share, and what stands beside it, of which each has its own. */
type Held = { readonly plane: PlaneMemory; readonly exceptions: Exceptions }
type Where = {
  readonly host: string
  readonly port: number
  readonly unknown: 'unknown' | 'permitted'
  readonly s13?: S13 | undefined
}
type Options = Where &
  Held & {
    /** How many answer. */
    readonly threads: number
    readonly onAttempt: (key: KeyNumber, status: StatusCode) => void
    readonly say: Log
  }

export type AnswerThreads = {
  readonly port: number
  readonly s13Port: number | undefined
  /** Has all threads answer from this plane, or with these exceptions. When it returns, no thread reads the ones before. */
  show(next: Partial<Held>): Promise<void>
  /** Answers by name since the start, of all threads together. */
  answers(): Promise<ReadonlyMap<string, number>>
  /** Takes no more connections, lets what was asked be answered for at most `drainMs`, and ends. */
  close(drainMs: number): Promise<void>
}

/** Opens the threads that answer. They share the memory of the plane, and each has a listening socket of its own. */
export async function openAnswerThreads(options: Options): Promise<AnswerThreads> {
  const { host, threads, say } = options
  // Several sockets may share a port, also with another program of the same user: so first see that nobody is there.
  const wanted = [options.port, ...(options.s13 ? [options.s13.port] : [])]
  const [port = 0, s13Port] = await freePorts(host, wanted)
  const s13 = options.s13 && { startedAt: Math.floor(Date.now() / 1000), ...options.s13, port: s13Port ?? 0 }
  let held: Held = { plane: options.plane, exceptions: options.exceptions }
  let closing = false
  /** What threads answered that are no more. */
  const gone = new Map<string, number>()

  const open = () => openThread({ ...options, ...held, port, s13, isShared: threads > 1 })
  const replace = async (place: number, lost: Thread) => {
    if (closing) return
    add(gone, lost.answered())
    say.error('a thread that answers has ended: another one takes its place')
    for (let opened = false; !opened && !closing; await pause(100))
      opened = await open().then(
        async (thread) => {
          keep(place, thread) // first, so that what is shown from now on reaches it
          await thread.ask(held) // another may have been shown since it was opened
          return true
        },
        () => false,
      )
  }
  const all: Thread[] = []
  const keep = (place: number, thread: Thread) => {
    all[place] = thread
    void thread.ended.then(() => replace(place, thread))
  }
  for (let place = 0; place < threads; place++) keep(place, await open())

  return {
    port,
    s13Port,
    async show(next) {
      held = { ...held, ...next }
      await Promise.all(all.map((thread) => thread.ask(next)))
    },
    async answers() {
      await Promise.all(all.map((thread) => thread.ask({})))
      const sum = new Map(gone)
      for (const thread of all) add(sum, thread.answered())
      return sum
    },
    async close(drainMs) {
      closing = true
      await Promise.all(all.map((thread) => thread.ask({ drainMs })))
      await Promise.all(all.map((thread) => thread.end()))
    },
  }
}

type Thread = {
  /** Resolves when the thread has done it, or has ended. */
  ask(what: object): Promise<void>
  readonly answered: () => ReadonlyMap<string, number>
  readonly ended: Promise<void>
  end(): Promise<unknown>
}

async function openThread({ onAttempt, say, ...begin }: Begin & Pick<Options, 'onAttempt' | 'say'>): Promise<Thread> {
  const { host, port, isShared, unknown, plane, exceptions, s13 } = begin
  const workerData: Begin = { host, port, isShared, unknown, plane, exceptions, s13 }
  const worker = new Worker(new URL('./answer-thread.ts', import.meta.url), { workerData })
  const asked = new Map<number, () => void>()
  let [answered, ids]: [ReadonlyMap<string, number>, number] = [new Map(), 0]
  const ended = once(worker, 'exit').then(() => {
    for (const done of asked.values()) done()
  })
  await once(worker, 'message') // it answers; a fault in the thread rejects
  worker.on('error', (error) => say.error({ why: String(error) }, 'a thread that answers failed'))
  worker.on('message', (said: Said) => {
    if ('attempts' in said)
      for (let at = 0; at < said.attempts.length; at += 2)
        onAttempt(said.attempts[at] as KeyNumber, said.attempts[at + 1] as StatusCode)
    else if ('s13' in said) tell(said.s13, say)
    else if ('done' in said) {
      answered = said.answers
      asked.get(said.done)?.()
      asked.delete(said.done)
    }
  })
  return {
    ask(what) {
      const id = ++ids
      const done = new Promise<void>((resolve) => asked.set(id, resolve))
      worker.postMessage({ id, ...what })
      return Promise.race([done, ended])
    },
    answered: () => answered,
    ended,
    end: () => worker.terminate(),
  }
}

function tell({ what, ...more }: Happened, say: Log): void {
  if (what === 'connected') say.info(more, 's13: connected')
  else say.warn(more, `s13: ${what}`)
}

function add(sum: Map<string, number>, more: ReadonlyMap<string, number>): void {
  for (const [name, count] of more) sum.set(name, (sum.get(name) ?? 0) + count)
}

/** The ports, with a free one for each 0. Throws EADDRINUSE when somebody is there, or when two are the same. */
async function freePorts(host: string, ports: readonly number[]): Promise<number[]> {
  const held: Server[] = []
  try {
    for (const port of ports) {
      const server = createServer()
      await new Promise<void>((resolve, reject) =>
        server.once('error', reject).listen({ host, port, exclusive: true }, resolve),
      )
      held.push(server)
    }
    return held.map((server) => (server.address() as AddressInfo).port)
  } finally {
    await Promise.all(held.map((server) => new Promise((resolve) => server.close(resolve))))
  }
}
