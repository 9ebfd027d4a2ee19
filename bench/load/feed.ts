// Operators' nodes as they follow the feed, and a call handler who reports: apart from the server, by its public API only. One line
// for each report, snapshot or catch-up; nothing is believed unchecked.
import { hash } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { judgeSeal, type SealSaid } from '#lib/feed/seal'
import { parseStatement } from '#lib/feed/statement'
import { imeiOf } from '#lib/imei/imei'
import { type NoteVerifier, openNote, parseVerifier } from '#lib/note'
import { personAt } from '../../simulators/city/person.ts'

type Client = { readonly slug: string; readonly id: string; readonly secret: string }
type Input = {
  readonly origin: string
  readonly clients: readonly Client[]
  readonly task: 'follow' | 'snapshot' | 'catch-up'
  readonly after?: number
  /** To catch up: the key of the ledger. */
  readonly ledger?: string
  readonly reports?: number
  readonly perSecond?: number
  /** First serial number of the handsets that are reported. */
  readonly from?: number
}

const input = JSON.parse(process.argv[2] ?? '{}') as Input
const out = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`)

async function open({ slug, id, secret }: Client) {
  const basic = `Basic ${btoa(`${id}:${secret}`)}`
  const form = new URLSearchParams({ grant_type: 'client_credentials' })
  const token = async () => {
    const answer = await fetch(`${input.origin}/oauth/token`, {
      method: 'POST',
      headers: { authorization: basic },
      body: form,
    })
    return ((await answer.json()) as { access_token: string }).access_token
  }
  let bearer = await token()
  const get = async (path: string): Promise<string> => {
    const answer = await fetch(input.origin + path, { headers: { authorization: `Bearer ${bearer}` } })
    const text = await answer.text()
    if (answer.status === 401) {
      bearer = await token()
      return get(path)
    }
    if (answer.status !== 200) throw new Error(`${answer.status} ${text}`)
    return text
  }
  const verifier = parseVerifier(await get('/api/blocklist/key'))
  return { slug, get, verifier }
}

type Node = Awaited<ReturnType<typeof open>>
type Change = { no: number; key: string; seq: number; holds: { status: string; until?: number }[] }

/** The lines of an answer whose signature, body and numbers are right. */
function checked(text: string, { slug, verifier }: { slug: string; verifier: NoteVerifier }) {
  const end = text.lastIndexOf('\n', text.length - 2) + 1
  const tail = JSON.parse(text.slice(end)) as SealSaid & { note: string }
  const opened = openNote(tail.note, [verifier])
  const said = 'wrong' in opened ? undefined : parseStatement(opened.text)
  if (!said || said.operator !== slug || said.body !== hash('sha256', text.slice(0, end), 'base64'))
    throw new Error('an answer that is not what was signed')
  return { said, tail, lines: text.slice(0, end - 1).split('\n') }
}

const keyOf = (n: number) => `35921407${String(n % 1_000_000).padStart(6, '0')}`

async function follow(nodes: readonly Node[]) {
  const { reports = 0, perSecond = 1, from = 0, after = 0 } = input
  const wanted = new Map<string, { sent: number; accepted: number; received: number[] }>()
  const handler = personAt(input.origin)
  await handler.signIn('demo-met.control-room-operator', 'respond-to-theft')
  let done = false
  const run = async (node: Node) => {
    let no = after
    while (!done) {
      const { said, lines } = checked(await node.get(`/api/blocklist/changes?after=${no}&wait=5`), node)
      const at = Date.now()
      for (const line of said.last > no ? lines : []) wanted.get((JSON.parse(line) as Change).key)?.received.push(at)
      no = said.last
    }
  }
  const running = nodes.map(run)
  await pause(500)
  for (let n = 0; n < reports; n++) {
    const key = keyOf(from + n)
    const one = { sent: Date.now(), accepted: 0, received: [] as number[] }
    wanted.set(key, one)
    const sending = handler.json('/api/reports', { imeis: [imeiOf(key as never)], method: 'snatch' }).then((seen) => {
      one.accepted = seen.at
      if (seen.status !== 201) throw new Error(`${seen.status} ${seen.text}`)
    })
    await Promise.all([sending, pause(1000 / perSecond)])
  }
  for (
    let tries = 0;
    tries < 100 && [...wanted.values()].some(({ received }) => received.length < nodes.length);
    tries++
  )
    await pause(100)
  done = true
  for (const one of wanted.values()) out(one)
  await Promise.all(running)
}

async function takeSnapshot(node: Node) {
  const began = Date.now()
  const text = await node.get('/api/blocklist/snapshot')
  const { said, lines } = checked(text, node)
  const got = Date.now()
  let blocked = 0
  for (const line of lines.slice(1)) if ((JSON.parse(line) as Change).holds[0]?.status === 'blocked') blocked += 1
  out({ ms: got - began, withParsing: Date.now() - began, bytes: text.length, last: said.last, blocked })
}

async function catchUp(node: Node) {
  const ledger = parseVerifier(input.ledger ?? '')
  const began = Date.now()
  let [no, changes, batches] = [input.after ?? 0, 0, 0]
  for (;;) {
    const { said, tail, lines } = checked(await node.get(`/api/blocklist/changes?after=${no}&seal=jointly`), node)
    if (said.last <= no) break
    const read = lines.map((line) => JSON.parse(line) as Change)
    for (const change of read) if (change.no !== ++no) throw new Error('a gap')
    const fault = judgeSeal(tail, read, ledger)
    if (fault) throw new Error(`changes of which it is not proved that they were sealed: ${fault}`)
    changes += read.length
    batches += 1
  }
  out({ ms: Date.now() - began, changes, batches })
}

const nodes = await Promise.all(input.clients.map(open))
const [first] = nodes
if (!first) throw new Error('No clients were given.')
if (input.task === 'follow') await follow(nodes)
else await (input.task === 'snapshot' ? takeSnapshot(first) : catchUp(first))
process.stdout.write('', () => process.exit()) // an exit before the last line is out would cut the rest off
