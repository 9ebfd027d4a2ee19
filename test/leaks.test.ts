import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import { checkDigit } from '#lib/imei/check-digit'
import { openDatabase } from '#platform/database'
import { localSecret } from '#platform/local-secret'
import { findLeaks, type Source } from '#test/support/find-leaks'
import { type Installation, install } from '#test/support/installation'
import { becomes } from '#test/support/processes'

// Words that occur nowhere else, so that a hit is a leak. No person is meant.
const owner = { name: 'Qwxzolda Vbnmertrude', contact: 'Qwxzolda.Vbnm@mailbox-zzq.example' }
const personal = ['Qwxzolda', 'Vbnmertrude', 'mailbox-zzq', '+447700900417', '07700 900417', '07700900417']
const sold = '356938035643809'
const stolen = '490154203237518'
const asked = '353490069873319'
const misplaced = `86753091234567${checkDigit('86753091234567')}`
const imeis = [sold, stolen, asked, misplaced].map((imei) => imei.slice(0, 14))
const secrets = { personal, imeis }

let installation: Installation
/** Every answer that was no success, as it left. */
const problems: string[] = []

before(async () => {
  installation = await install({ LOG_LEVEL: 'debug' })
})
after(() => installation.stop())

async function send(path: string, init: RequestInit = {}) {
  const answer = await fetch(installation.origin + path, { redirect: 'manual', ...init })
  const body = await answer.text()
  const headers = JSON.stringify([...answer.headers])
  if (answer.status >= 400) problems.push(`${answer.status} ${headers} ${body}`)
  return { status: answer.status, body }
}

/** The machine of an organisation of that sort: sends JSON with its own token. */
async function machine(sort: string, purpose: string) {
  const slug = `a-${sort}`
  const added = await installation.ringback('partner', 'add', slug, '--name', slug, '--sort', sort, '--demo')
  const { clientId, secret } = JSON.parse(added.out) as { clientId: string; secret: string }
  const form = new URLSearchParams({ grant_type: 'client_credentials' })
  const basic = `Basic ${btoa(`${clientId}:${secret}`)}`
  const { body } = await send('/oauth/token', { method: 'POST', body: form, headers: { authorization: basic } })
  const { access_token } = JSON.parse(body) as { access_token: string }
  return (path: string, json: unknown, headers: Record<string, string> = {}) =>
    send(path, {
      method: 'POST',
      body: typeof json === 'string' ? json : JSON.stringify(json),
      headers: {
        authorization: `Bearer ${access_token}`,
        'content-type': 'application/json',
        'ringback-purpose': purpose,
        'idempotency-key': randomUUID(),
        ...headers,
      },
    })
}

/** An operator that says everything back that it is sent, in bodies, codes, headers and receipts, and never does it. */
async function indiscreetOperator() {
  let calls = 0
  const server = createServer(async (request, response) => {
    const sent = (await request.toArray()).join('')
    if (request.url === '/token') {
      response.writeHead(200, { 'content-type': 'application/json' })
      return void response.end(JSON.stringify({ access_token: 'x', token_type: 'Bearer', expires_in: 600 }))
    }
    const status = [500, 422, 200][calls++ % 3] ?? 500
    const echo = `${sent} ${owner.name} ${stolen}`
    response.writeHead(status, `Refused ${stolen}`, { 'content-type': 'application/json', 'x-about': stolen })
    response.end(JSON.stringify({ code: echo, receipt: `${btoa(echo)}.${stolen}.${owner.contact}`, detail: echo }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const config = {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    clientId: 'ringback',
    tokenPath: '/token',
  }
  localSecret(installation.dataDir, 'partner-indiscreet') // without a secret of ours it is never called
  const database = openDatabase(installation.ownerUrl(), { max: 1 })
  await database.pool.query(
    `select register_pretend_partner('indiscreet', 'An operator', 'operator', 'example-operator', $1, 'k1', repeat('A', 43))`,
    [JSON.stringify(config)],
  )
  await database.close()
  return {
    calls: () => calls,
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

/**
 * Every row of every table, each with what it may hold. Left out are the vault's sealed records, which are ciphertext, and the
 * 110,000 rows of published data that a demo reads in at its start, which nobody enters here.
 */
async function rows(): Promise<Source[]> {
  const database = openDatabase(installation.ownerUrl(), { max: 1 })
  try {
    const { rows: tables } = await database.pool.query<{ name: string }>(
      `select quote_ident(nspname) || '.' || quote_ident(relname) as name
       from pg_class join pg_namespace on pg_namespace.oid = relnamespace
       where relkind in ('r', 'p') and nspname not in ('pg_catalog', 'information_schema') order by 1`,
    )
    const found: Source[] = []
    for (const { name } of tables.filter((table) => !published.includes(table.name))) {
      const { rows: held } = await database.pool.query<{ row: Record<string, unknown> }>(
        `select to_jsonb(t) as row from ${name} t`,
      )
      found.push(...held.map(({ row }) => ({ where: name, ...allowed(name, row) })))
    }
    return found
  } finally {
    await database.close()
  }
}

// IMEIs are pseudonymous in the streams of cases and handsets, in what is owed because of them, and in the register's views.
const published = ['public.street_crime', 'public.theft_point', 'public.tac']

/** Views that exist to match handsets (ADR 0015). */
const viewsOfImeis = [
  ...['imei_status', 'imei_handset', 'open_case', 'theft_case', 'enrolment', 'sighting_reading'],
  ...['imei_claim', 'imei_owner', 'list_exception', 'exhibit', 'tray_row', 'honey_number'],
  ...['listing', 'list_change', 'list_import_row'],
].map((name) => `public.${name}`)

function allowed(table: string, row: Record<string, unknown>): Omit<Source, 'where'> {
  const text = JSON.stringify(row)
  if (table === 'public.event' && /^(case|handset|exhibit)\//.test(String(row.stream))) {
    const { data, owes, ...rest } = row
    return { text: JSON.stringify(rest), pseudonymous: JSON.stringify([data, owes]) }
  }
  if (table === 'public.action')
    return { text: JSON.stringify({ ...row, input: undefined }), pseudonymous: JSON.stringify(row.input) }
  if (viewsOfImeis.includes(table)) return { text: '', pseudonymous: text }
  return { text }
}

const everything = async (): Promise<Source[]> => [
  { where: 'log', text: installation.output() },
  { where: 'problems', text: problems.join('\n') },
  { where: 'metrics', text: (await send('/metrics')).body },
  ...(await rows()),
]

test('what people enter in the right places is taken', async (t) => {
  const operator = await indiscreetOperator()
  t.after(operator.close)
  const dealer = await machine('dealer', 'check-before-buying')
  const force = await machine('force', 'respond-to-theft')
  const sale = { imeis: [sold], channel: 'point-of-sale', owner }
  assert.equal((await dealer('/api/handsets', sale)).status, 201)
  assert.equal((await force('/api/reports', { imeis: [stolen], method: 'snatch' })).status, 201)
  assert.equal((await dealer('/api/imei-checks', { imei: stolen })).status, 200)
  const form = new URLSearchParams({ imei: asked })
  const page = await send('/check', { method: 'POST', body: form, headers: { origin: installation.origin } })
  assert.equal(page.status, 200, page.body)

  // The same IMEI in another handset: a rule that the database holds, whose own words quote the number.
  const other = { ...sale, handset: randomUUID(), owner: { ...owner, contact: '+447700900417' } }
  assert.equal((await dealer('/api/handsets', other)).status, 409)
  // A key that its caller made from what it is about, used twice.
  const key = { 'idempotency-key': `${misplaced} ${owner.name}` }
  assert.equal((await force('/api/reports', { imeis: [misplaced], method: 'table' }, key)).status, 201)
  assert.equal((await force('/api/reports', { imeis: [misplaced], method: 'other' }, key)).status, 409)
  assert.ok(await becomes(() => operator.calls() >= 4, 60_000), 'the indiscreet operator was asked again and again')
})

test('what people enter in the wrong places is refused', async () => {
  const dealer = await machine('dealer', 'check-before-buying')
  const words = [owner.name, owner.contact, '+447700900417', '07700 900417', misplaced, '86753091 234567 0']
  for (const word of words) {
    const inUrl = encodeURIComponent(word)
    for (const path of [
      `/${inUrl}`,
      `/check/${inUrl}`,
      `/api/cases/${inUrl}/lanes`,
      `/api/${inUrl}?q=1`,
      `/problems/${inUrl}`,
    ])
      assert.ok((await send(path)).status >= 400, path)
    for (const path of ['/check', '/api/imei-checks', '/healthz', '/figures', '/sign-in', '/'])
      await send(`${path}?imei=${inUrl}&${inUrl}=1#${inUrl}`, {
        headers: { referer: `${installation.origin}/?${inUrl}` },
      })
    const ascii = word.replaceAll(/[^\x20-\x7e]/g, '')
    for (const header of [
      'user-agent',
      'x-request-id',
      'ringback-request',
      'traceparent',
      'ringback-purpose',
      'cookie',
      'accept',
      'x-forwarded-for',
      'from',
      'origin',
    ])
      await dealer('/api/imei-checks', { imei: word }, { [header]: ascii })
    await dealer('/api/imei-checks', { imei: word }, { authorization: `Bearer ${ascii}` })
    await dealer('/api/imei-checks', { imei: word }, { authorization: `Basic ${btoa(`${ascii}:${ascii}`)}` })
    await dealer('/api/imei-checks', { imei: word }, { 'content-type': `text/${inUrl}` })
    for (const json of [`{"imei": ${word}`, `{"imei": "${word}"]`, `"${word}"`, word, `{"${word}": "${word}"}`])
      assert.ok((await dealer('/api/imei-checks', json)).status >= 400, json)
    for (const body of [
      { imei: `${word}1` },
      { imei: { [word]: word } },
      { imei: asked, [word]: word, owner },
      {
        imeis: [word],
        channel: word,
        seller: { document: word, lastFour: word },
        owner: { name: 1, contact: [word], [word]: word },
      },
    ]) {
      assert.ok((await dealer('/api/imei-checks', body)).status >= 400)
      assert.ok((await dealer('/api/handsets', body)).status >= 400)
      assert.ok((await dealer('/api/reports', { ...body, case: word })).status >= 400)
    }
    const token = { grant_type: word, client_id: word, client_secret: word, scope: word }
    const basic = { authorization: `Basic ${btoa(`${inUrl}:${inUrl}`)}` }
    assert.ok((await send('/oauth/token', { method: 'POST', body: new URLSearchParams(token) })).status >= 400)
    assert.ok(
      (
        await send('/oauth/token', {
          method: 'POST',
          headers: basic,
          body: new URLSearchParams({ grant_type: 'client_credentials' }),
        })
      ).status >= 400,
    )
  }
  assert.ok(problems.length > 100)
})

test('none of it is in any log, row, problem document or measurement', async () => {
  assert.deepEqual(findLeaks(await everything(), secrets), [])
})

test('the scan bites: one leak planted in any place is found, and named by its place only', async () => {
  const sources = await everything()
  const places = new Set(sources.map(({ where }) => where))
  for (const place of [
    'log',
    'problems',
    'metrics',
    'public.event',
    'public.audit',
    'public.action',
    'public.command_key',
  ])
    assert.ok(places.has(place), place)
  for (const secret of [...personal, ...imeis])
    for (const [index, { where, text }] of sources.entries()) {
      if (index % 50 !== 0 && sources[index - 1]?.where === where) continue
      const planted = sources.with(index, { where, text: `${text}{"x":"${encodeURIComponent(secret.toUpperCase())}"}` })
      assert.equal(findLeaks(planted, secrets).length, 1, `${where} ${secret}`)
    }
  const event = sources.findIndex(({ pseudonymous }) => pseudonymous?.includes(stolen.slice(0, 14)))
  assert.ok(event >= 0, 'IMEIs are seen where they may be, so they would be seen elsewhere')
  const { where = '', text = '' } = sources[event] ?? {}
  assert.deepEqual(findLeaks(sources.with(event, { where, text, pseudonymous: owner.name }), secrets), [
    `${where} holds Qwxzolda`,
    `${where} holds Vbnmertrude`,
  ])
  const database = openDatabase(installation.ownerUrl(), { max: 1 })
  await database.pool.query(
    `insert into event (stream, version, type, type_version, tenant, actor, cause, data) values ('action/x', 1, 'x', 1, 'x', 'x', 'x', $1)`,
    [JSON.stringify({ to: stolen })],
  )
  await database.close()
  assert.deepEqual(findLeaks(await everything(), secrets), [`public.event holds ${stolen.slice(0, 14)}`])
})
