import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { type TestContext, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { emptyBase } from '#lib/imei/plane/base'
import { merge, newPlane } from '#lib/imei/plane/plane'
import { silentLog } from '#platform/log'
import { openAnswerThreads } from './answer-threads.ts'
import { noExceptions } from './list/exceptions.ts'

const key = 49015420323751
const pei = 'imei-490154203237518'

/** Notes every thread that is asked something, so that a test can end one as a fault would. */
function watchThreads(t: TestContext): Set<Worker> {
  const seen = new Set<Worker>()
  const { postMessage } = Worker.prototype
  t.mock.method(Worker.prototype, 'postMessage', function (this: Worker, ...said: Parameters<typeof postMessage>) {
    seen.add(this)
    return postMessage.apply(this, said)
  })
  return seen
}

async function openThreads(t: TestContext, threads: number) {
  const plane = newPlane(emptyBase(), 64)
  const attempts: number[] = []
  const open = await openAnswerThreads({
    ...{ host: '127.0.0.1', port: 0, unknown: 'unknown', threads, plane: plane.memory, say: silentLog() },
    exceptions: noExceptions,
    onAttempt: (tried) => void attempts.push(tried),
  })
  t.after(() => open.close(100))
  const ask = async (): Promise<string> => {
    const url = `http://127.0.0.1:${open.port}/n5g-eir-eic/v1/equipment-status?pei=${pei}`
    // A connection of its own, so that the kernel chooses a thread each time.
    const answer = await fetch(url, { headers: { connection: 'close' } })
    const { status, cause } = (await answer.json()) as { status: unknown; cause?: string }
    return cause ?? String(status)
  }
  const askOften = async (times = 60) => new Set(await Promise.all(Array.from({ length: times }, ask)))
  return { ...open, plane, attempts, ask, askOften }
}

const sum = (answers: ReadonlyMap<string, number>) => [...answers.values()].reduce((all, one) => all + one, 0)

test('all threads answer on one port from one memory; a change shows in each at once, also over the plane that follows', async (t) => {
  const { plane, askOften, show, answers, attempts } = await openThreads(t, 3)
  assert.deepEqual([...(await askOften())], ['ERROR_EQUIPMENT_UNKNOWN'])
  plane.set(key, 3)
  assert.deepEqual([...(await askOften())], ['BLACKLISTED'])
  const next = plane.endMerge(merge(plane.beginMerge()))
  plane.set(key, 2)
  assert.deepEqual([...(await askOften())], ['GREYLISTED'], 'the plane before still answers')
  await show({ plane: next.memory })
  assert.deepEqual([...(await askOften())], ['GREYLISTED'])
  next.set(key, 0)
  assert.deepEqual([...(await askOften())], ['ERROR_EQUIPMENT_UNKNOWN'])
  assert.equal(sum(await answers()), 300)
  for (let tries = 0; tries < 3000 && attempts.length < 180; tries++) await pause(10)
  assert.equal(attempts.length, 180)
})

for (const threads of [1, 2])
  test(`a thread that ends is replaced, of ${threads}; what it answered still counts`, async (t) => {
    const seen = watchThreads(t)
    const { plane, askOften, answers, show, close } = await openThreads(t, threads)
    await askOften(20)
    assert.equal(sum(await answers()), 20)
    assert.equal(seen.size, threads)
    const [lost] = seen
    await lost?.terminate()
    plane.set(key, 3)
    await show({ plane: plane.memory }) // does not wait for who is no more
    const isBack = async () => (await answers()) && seen.size === threads + 1
    for (let tries = 0; tries < 3000 && !(await isBack()); tries++) await pause(10)
    assert.equal(seen.size, threads + 1)
    assert.deepEqual([...(await askOften(20))], ['BLACKLISTED'])
    assert.equal(sum(await answers()), 40)
    await close(100)
  })

test('what is shown just when a thread takes the place of another reaches it too', async (t) => {
  const seen = new Set<Worker>()
  const shown = Promise.withResolvers<void>()
  const later = newPlane(emptyBase(), 64)
  later.set(key, 3)
  const { postMessage } = Worker.prototype
  let show = async (_next: { plane: typeof later.memory }) => {}
  t.mock.method(Worker.prototype, 'postMessage', function (this: Worker, ...said: Parameters<typeof postMessage>) {
    postMessage.apply(this, said)
    if (seen.has(this)) return
    if (seen.add(this).size === 2) void show({ plane: later.memory }).then(shown.resolve)
  })
  const threads = await openThreads(t, 1)
  show = threads.show
  await threads.answers()
  const [lost] = seen
  await lost?.terminate()
  await shown.promise
  assert.equal(await threads.ask(), 'BLACKLISTED')
})

test('a port where somebody is, is not shared with him', async (t) => {
  const server = createServer()
  t.after(() => server.close())
  await once(server.listen({ port: 0, host: '127.0.0.1', reusePort: true }), 'listening')
  const { port } = server.address() as { port: number }
  const { memory: plane } = newPlane(emptyBase(), 64)
  for (const threads of [1, 2])
    await assert.rejects(
      openAnswerThreads({
        host: '127.0.0.1',
        port,
        unknown: 'unknown',
        threads,
        plane,
        exceptions: noExceptions,
        say: silentLog(),
        onAttempt() {},
      }),
      { code: 'EADDRINUSE' },
    )
})
