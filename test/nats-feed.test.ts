import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { Readable } from 'node:stream'
import { type TestContext, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { jetstream, jetstreamManager } from '@nats-io/jetstream'
import { connect } from '@nats-io/transport-node'
import { openLedger } from '#ledger'
import { loadCatalogue } from '#ledger/catalogue'
import { parseStatement } from '#lib/feed/statement'
import { feedInbox, feedStream, feedSubject, pack, unpack } from '#lib/feed/wire'
import { checkDigit } from '#lib/imei/check-digit'
import { imeiOf } from '#lib/imei/imei'
import { importList } from '#modules/blocklist/public'
import { openDatabase } from '#platform/database'
import { silentLog } from '#platform/log'
import { natsServers } from '#platform/nats'
import { openServer } from '../src/serve/open-server.ts'
import { type Loop, openLoop } from './support/loop.ts'
import { type NatsCluster, noNats, openNatsCluster } from './support/nats-cluster.ts'
import { type FollowingNode, openOperator } from './support/nats-node.ts'
import { thefts } from './support/thefts.ts'

const skip = noNats
const keyOf = (n: number) => `35921407${String(n).padStart(6, '0')}`

async function openFeed(t: TestContext, cluster: NatsCluster) {
  const loop = await openLoop(t, { env: { NATS_URL: cluster.urls.join(',') } })
  const { report } = await thefts(t, loop)
  return {
    loop,
    report: (n: number) => report({ imei: imeiOf(keyOf(n) as never), means: 'police-handler' }),
    newest: async () => {
      const { rows } = await loop.db.owner.pool.query('select coalesce(max(last), 0) as n from list_piece')
      return Number(rows[0].n)
    },
  }
}

const overNats = (loop: Loop, nodes: readonly FollowingNode[]) =>
  loop.until('all come over NATS', async () => nodes.every((node) => node.way() === 'nats'))

/** Reads in a list of another register while reports come. */
async function importMany(t: TestContext, loop: Loop, rows: number) {
  const database = openDatabase(loop.db.serverUrl, { max: 3, pipeline: true })
  const { views } = await loadCatalogue()
  const ledger = openLedger({ database, views: [...views.values()], now: () => new Date(), random: Math.random })
  t.after(async () => {
    await ledger.settled()
    await database.close()
  })
  const lines = Array.from({ length: rows }, (_, n) => {
    const key = `35693803${String(n).padStart(6, '0')}`
    return `${key}${checkDigit(key)},,,add\n`
  })
  const text = `imei,reporting_date,status,change_type\n${lines.join('')}`
  const open = async () => Readable.from([Buffer.from(text)])
  const { rows: taken } = await importList(database.pool, ledger, { open, source: 'other', layout: 'dirbs' }, {})
  assert.equal(taken, rows)
}

/** What the stream says of one operator: each batch's numbers, in the order in which they stand there. */
async function inStream({ urls }: NatsCluster, operator: string) {
  const connection = await connect(natsServers(urls))
  const messages = await (
    await jetstream(connection).consumers.get(feedStream, { filter_subjects: feedSubject(operator) })
  ).fetch({ max_messages: 100_000, expires: 2000 })
  const found: { first: number; last: number }[] = []
  for await (const { data, info } of messages) {
    const text = unpack(data)?.toString() ?? ''
    const { note } = JSON.parse(text.slice(text.lastIndexOf('\n', text.length - 2) + 1)) as { note: string }
    const said = parseStatement(note.slice(0, note.indexOf('\n\n') + 1))
    assert.ok(said?.kind === 'changes')
    found.push({ first: said.first, last: said.last })
    if (info.pending === 0) break
  }
  await connection.close()
  return found
}

function assertWithoutGap(batches: readonly { first: number; last: number }[], to: number) {
  assert.ok(batches.length > 0)
  for (const [n, { first, last }] of batches.entries()) {
    assert.ok(last >= first)
    if (n > 0) assert.equal(first, Number(batches[n - 1]?.last) + 1, 'no gap, and no number twice')
  }
  assert.equal(batches.at(-1)?.last, to)
}

test('G9: the leader of a three-server stream is killed under load: every node has every change and agrees', {
  skip,
}, async (t) => {
  const cluster = await openNatsCluster(t)
  const { loop, report, newest } = await openFeed(t, cluster)
  const [north, south] = [await openOperator(t, loop, 'north'), await openOperator(t, loop, 'south')]
  const nodes = [
    await north.node('east', cluster.urls),
    await north.node('west', cluster.urls),
    await south.node('east', cluster.urls),
  ]
  await overNats(loop, nodes)

  let reported = 0
  const load = Promise.all(
    Array.from({ length: 4 }, async () => {
      for (; reported < 600; await pause(50)) await report(reported++)
    }),
  )
  await loop.until('all of it comes over NATS', async () => nodes.every((node) => node.came.nats > 5))
  const importing = importMany(t, loop, 21_000)
  const killed = await cluster.killLeader(feedStream)
  const killedAt = performance.now()
  const atKill = await newest()
  await loop.until('changes go on to every node', async () => nodes.every((node) => node.no() > atKill))
  const stalled = performance.now() - killedAt
  await Promise.all([load, importing])
  await cluster.start()

  const last = 600 + 21_000
  await loop.until('the centre has numbered all', async () => (await newest()) === last)
  await loop.until('every node has all', async () => nodes.every((node) => node.no() === last))
  await overNats(loop, nodes)
  await report(600)
  await loop.until('every node has the last', async () => nodes.every((node) => node.no() === last + 1))
  const since = Date.now()
  await loop.until('every node has compared since', async () => nodes.every((one) => (one.agreed()?.at ?? 0) > since))
  const streams = { north: await inStream(cluster, 'north'), south: await inStream(cluster, 'south') }
  for (const batches of Object.values(streams)) assertWithoutGap(batches, last + 1)
  t.diagnostic(
    `${last + 1} changes in ${streams.north.length} batches an operator; ${killed} led and was killed; ${Math.round(stalled)} ms later ` +
      `each node had a newer change; batches by way: ${nodes.map(({ came }) => JSON.stringify(came)).join(' ')}`,
  )
  for (const node of nodes) {
    assert.deepEqual([node.agreed()?.agrees, node.agreed()?.differing, node.faults], [true, [], []])
    assert.deepEqual([node.statusOf(keyOf(0)), node.statusOf(keyOf(600)), node.statusOf(keyOf(601))], [3, 3, 0])
    assert.ok(node.came.nats > 0)
  }
})

/** Reports one after the other until one came over NATS: a machine that stood still for seconds asks over HTTP, rightly. */
async function reportOverNats({ loop, report }: Awaited<ReturnType<typeof openFeed>>, node: FollowingNode) {
  for (const before = node.came.nats; node.came.nats === before; ) {
    await overNats(loop, [node])
    const wanted = node.no() + 1
    await report(wanted)
    await loop.until('the node has it', async () => node.no() === wanted)
  }
}

test('NATS away, a node goes on over HTTP; back, it goes on over NATS', { skip }, async (t) => {
  const cluster = await openNatsCluster(t, 1)
  const feed = await openFeed(t, cluster)
  const { loop, report } = feed
  const node = await (await openOperator(t, loop, 'north')).node('east', cluster.urls)
  await reportOverNats(feed, node)
  const [published, before] = [node.no(), node.came.http]
  await cluster.killAll()
  await report(published + 1)
  await loop.until('over HTTP', async () => node.no() === published + 1)
  assert.equal(node.came.http, before + 1)
  await loop.until('it waits there', async () => node.way() === 'http')
  const metrics = await (await fetch(`${loop.origin}/metrics`)).text()
  assert.match(metrics, new RegExp(`ringback_feed_nats_number\\{operator="north"\\} ${published}\n`))
  await cluster.start()
  await reportOverNats(feed, node)
  await loop.until(
    'what was missed is published too',
    async () => (await inStream(cluster, 'north')).at(-1)?.last === node.no(),
  )
  assertWithoutGap(await inStream(cluster, 'north'), node.no())
  assert.deepEqual(node.faults, [])
})

test('who writes into the stream is not believed: it is named, nothing of it is taken, and the node goes on', {
  skip,
}, async (t) => {
  const cluster = await openNatsCluster(t, 1)
  const { loop, report } = await openFeed(t, cluster)
  const node = await (await openOperator(t, loop, 'north')).node('east', cluster.urls)
  await overNats(loop, [node])
  await report(1)
  await loop.until('over NATS', async () => node.no() === 1)
  const stranger = await connect(natsServers(cluster.urls))
  t.after(() => stranger.close())
  const [real] = (await storedBatches(cluster)).map((bytes) => unpack(bytes)?.toString() ?? '')
  const forged = String(real)
    .replaceAll(keyOf(1), keyOf(2))
    .replace('"no":1,', '"no":2,')
    .replace('changes 1 1', 'changes 2 2')
  await jetstream(stranger).publish(feedSubject('north'), pack(forged))
  await loop.until('it is named', async () => node.faults.length > 0 || node.no() > 1)
  await jetstream(stranger).publish(feedSubject('north'), Buffer.from('no batch at all'))
  await report(3)
  await loop.until('the node goes on', async () => node.no() === 2)
  assert.deepEqual([node.statusOf(keyOf(1)), node.statusOf(keyOf(2)), node.statusOf(keyOf(3))], [3, 0, 3])
  await overNats(loop, [node])
  await report(4)
  await loop.until('what follows', async () => node.no() === 3)
  assert.deepEqual(node.faults[0], { fault: 'signature', of: 'batch', after: 1 })
})

async function storedBatches({ urls }: NatsCluster): Promise<Uint8Array[]> {
  const connection = await connect(natsServers(urls))
  const manager = await jetstreamManager(connection)
  const { state } = await manager.streams.info(feedStream)
  const found: Uint8Array[] = []
  for (let seq = state.first_seq; seq <= state.last_seq; seq++) {
    const message = await manager.streams.getMessage(feedStream, { seq })
    if (message) found.push(message.data)
  }
  await connection.close()
  return found
}

test('two servers publish, one is stopped and a third begins: the stream has each change once', { skip }, async (t) => {
  const cluster = await openNatsCluster(t, 1)
  const { loop, report } = await openFeed(t, cluster)
  const node = await (await openOperator(t, loop, 'north')).node('east', cluster.urls)
  const more = async (port: number) =>
    openServer({ config: { ...loop.config, port }, serverUrl: loop.db.serverUrl, log: silentLog(), drainMs: 100 })
  const second = await more(loop.config.port + 1)
  await overNats(loop, [node])
  for (let n = 0; n < 30; n++) await report(n)
  await second.close()
  const third = await more(loop.config.port + 2)
  t.after(() => third.close())
  for (let n = 30; n < 60; n++) await report(n)
  await loop.until('the node has all', async () => node.no() === 60)
  await loop.until('all is published', async () => (await inStream(cluster, 'north')).at(-1)?.last === 60)
  assertWithoutGap(await inStream(cluster, 'north'), 60)
  assert.deepEqual(node.faults, [])
  const metrics = await (await fetch(`${loop.origin}/metrics`)).text()
  assert.match(metrics, /ringback_feed_nats_faults_total 0\n/, 'that another was first is no fault')
})

test('the centre restored to an older day: what was published is let go, and the node takes that day’s list', {
  skip,
}, async (t) => {
  const cluster = await openNatsCluster(t, 1)
  const { loop, report, newest } = await openFeed(t, cluster)
  const node = await (await openOperator(t, loop, 'north')).node('east', cluster.urls)
  await overNats(loop, [node])
  await report(1)
  await report(2)
  await loop.until('both', async () => node.no() === 2)
  await loop.db.owner.pool.query(`delete from list_change where no = 2; delete from list_piece where last = 2;
    delete from listing where imei_key = ${keyOf(2)}`)
  await loop.until('that day’s list', async () => node.no() === 1)
  await loop.until('nothing of the other day', async () => (await inStream(cluster, 'north')).length === 0)
  await report(3)
  await loop.until('and what came after', async () => node.no() === 2 && (await newest()) === 2)
  assert.deepEqual([node.statusOf(keyOf(1)), node.statusOf(keyOf(2)), node.statusOf(keyOf(3))], [3, 0, 3])
  await loop.until('the stream goes on from there', async () => {
    const batches = await inStream(cluster, 'north')
    return batches.length === 1 && batches[0]?.first === 2
  })
})

test('with the users of the guide an operator reads what is its own, and writes nothing', { skip }, async (t) => {
  const guide = readFileSync(new URL('../docs/guide/feed.md', import.meta.url), 'utf8')
  const [, authorization = ''] = /```text\n(authorization \{[\s\S]*?\n\})\n```/.exec(guide) ?? []
  const users = authorization.replace('CENTRE_SECRET', 'secret').replace('NORTH_SECRET', 'n0rth')
  const cluster = await openNatsCluster(t, 1, users)
  const feed = await openFeed(t, cluster)
  const asNorth = cluster.urls.map((url) => url.replace('centre:secret', 'north:n0rth'))
  const node = await (await openOperator(t, feed.loop, 'north')).node('east', asNorth)
  await reportOverNats(feed, node)
  assert.deepEqual(node.faults, [])

  const north = await connect({ ...natsServers(asNorth), timeout: 1000, inboxPrefix: feedInbox('north') })
  t.after(() => north.close())
  const client = jetstream(north, { timeout: 1000 })
  const batch = (await storedBatches(cluster))[0] ?? new Uint8Array()
  await assert.rejects(client.publish(feedSubject('north'), batch), /ermission/)
  const others = { filter_subjects: feedSubject('south') }
  await assert.rejects(client.consumers.get(feedStream, others), /ermission/, 'what is another’s')
  await assert.rejects(client.consumers.get(feedStream, {}), /ermission/, 'all')
  for (const subject of ['_INBOX.>', '_INBOX_south.>', 'ringback.>', 'ringback.feed.north', '>']) {
    const refused = await north.subscribe(subject).closed
    assert.match(String(refused), /ermission/, subject)
  }
})
