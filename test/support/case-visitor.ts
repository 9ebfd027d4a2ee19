import { createHash, randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TestContext } from 'node:test'
import { localSecret } from '#platform/local-secret'
import { subscriberOf } from '../../simulators/operators/subscribers.ts'
import { sendForm } from './enrolling.ts'
import type { Loop } from './loop.ts'

/** What reached the pretend Notify. */
export type Sent = { readonly to: string; readonly text: string; readonly subject?: string; readonly reference: string }

/** A pretend GOV.UK Notify that takes every message, and the token with which it calls back. */
export async function pretendNotify(t: Pick<TestContext, 'after'>, loop: Loop) {
  const sent: Sent[] = []
  const server = createServer(async (request, response) => {
    const body = JSON.parse((await request.toArray()).join('') || '{}')
    const to = body.phone_number ?? body.email_address
    if (to) sent.push({ to, reference: body.reference, ...body.personalisation })
    response
      .writeHead(201, { 'content-type': 'application/json' })
      .end(JSON.stringify({ id: randomUUID(), notifications: [] }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  const token = randomUUID()
  const config = {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    textTemplate: randomUUID(),
    emailTemplate: randomUUID(),
    callbackTokenHash: createHash('sha256').update(token).digest('base64url'),
  }
  const slug = 'demo-notify'
  localSecret(loop.config.dataDir, `partner-${slug}`)
  // Notify's keys end in two UUIDs: service and secret.
  const { writeFileSync } = await import('node:fs')
  writeFileSync(`${loop.config.dataDir}/secrets/partner-${slug}`, `test-${randomUUID()}-${randomUUID()}`)
  await loop.organisation(slug, 'gateway')
  await loop.db.owner.pool.query(`insert into partner (slug, connector, config) values ($1, 'notify', $2)`, [
    slug,
    JSON.stringify(config),
  ])
  await loop.db.owner.pool.query(`select pg_notify('partner', '')`)
  return { sent, token }
}

/** The Cookie header that an answer leaves behind. */
const cookieOf = (answer: Response) => (answer.headers.getSetCookie().at(-1) ?? '').split(';')[0] ?? ''

/**
 * A victim without JavaScript who reports from a borrowed phone, says who they are, and has the receipt: the cookie of their
 * browser, their case, code and word.
 */
export async function reportFromBorrowedPhone(loop: Loop, line: string, more: Record<string, string> = {}) {
  const first = await sendForm(loop, '/report', { line, method: 'snatch', place: '', ...more })
  const token = /name="token" value="([^"]+)"/.exec(await first.text())?.[1] ?? ''
  const cookie = cookieOf(first)
  const { name, postcode } = subscriberOf(`+44${line.replaceAll(/\D/g, '').slice(1)}`)
  const who = { token, skip: '', name, born: '', postcode, 'born-day': '', 'born-month': '', 'born-year': '' }
  const second = await sendForm(loop, '/report/who', who, { cookie })
  if (second.status !== 303)
    throw new Error(
      `No receipt: ${second.status} ${(await second.text()).replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ')}`,
    )
  const own = cookieOf(second)
  const receipt = await (await fetch(`${loop.origin}/report/receipt`, { headers: { cookie: own } })).text()
  const [, code = ''] = /rb-number">([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})</.exec(receipt) ?? []
  const [, word = ''] = /Your word<br><strong>([^<]+)</.exec(receipt) ?? []
  const { rows } = await loop.db.owner.pool.query(
    `select data->>'case' as case from event where type = 'reports.theft-reported' order by id desc limit 1`,
  )
  return { cookie: own, case: String(rows[0]?.case), code, word }
}

/** The words of a page, without its tags. */
export const wordsOf = (html: string) => html.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ')
