import { setTimeout as pause } from 'node:timers/promises'
import { subscriberOf } from '../../simulators/operators/subscribers.ts'
import { sendForm } from './enrolling.ts'
import type { Loop } from './loop.ts'

/** A message as the pretend Notify took it. */
export type Sent = { readonly to: string; readonly text: string; readonly subject?: string; readonly reference: string }

/** What the pretend Notify of this loop was given to carry so far. */
export async function sentBy(loop: Loop): Promise<Sent[]> {
  const { rows } = await loop.db.owner.pool.query(
    `select config->>'baseUrl' as url from partner where connector = 'notify'`,
  )
  return (await (await fetch(`${rows[0].url}/_messages`)).json()) as Sent[]
}

/** From now on messages to this address come to this end. */
export async function letFail(loop: Loop, to: string, status = 'permanent-failure'): Promise<void> {
  const { rows } = await loop.db.owner.pool.query(
    `select config->>'baseUrl' as url from partner where connector = 'notify'`,
  )
  const body = JSON.stringify({ to, status })
  await fetch(`${rows[0].url}/_fate`, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
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
  const receipt = await second.text()
  if (!receipt.includes('We have your report')) throw new Error(`No receipt: ${second.status} ${wordsOf(receipt)}`)
  const own = cookieOf(second)
  const { code, word } = shownOn(receipt)
  const { rows } = await loop.db.owner.pool.query(
    `select data->>'case' as case from event where type = 'reports.theft-reported' order by id desc limit 1`,
  )
  const theft = String(rows[0]?.case)
  await untilAnswered(loop, theft)
  return { cookie: own, case: theft, code, word }
}

function shownOn(receipt: string) {
  const [, code = ''] = /rb-number">([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})</.exec(receipt) ?? []
  const [, word = ''] = /Your word<br><strong>([^<]+)</.exec(receipt) ?? []
  return { code, word }
}

/** Stops a phone with what its owner has at hand, and opens the case with the code and word of the receipt: the cookie of that. */
export async function stopAndOpen(loop: Loop, form: Record<string, string>): Promise<string> {
  const stopped = await sendForm(loop, '/stop', { method: 'other', danger: 'no', ...form })
  if (stopped.status !== 303) throw new Error(`Not stopped: ${stopped.status} ${wordsOf(await stopped.text())}`)
  const receipt = await fetch(`${loop.origin}/report/receipt`, { headers: { cookie: cookieOf(stopped) } })
  const opened = await sendForm(loop, '/case', shownOn(await receipt.text()))
  if (opened.status !== 303) throw new Error(`Not opened: ${opened.status} ${wordsOf(await opened.text())}`)
  return cookieOf(opened)
}

/** The case opens with the network's yes: a moment later, where a network is there that answers. */
async function untilAnswered(loop: Loop, theft: string): Promise<void> {
  const waiting = `select from action where stream = $1 and kind in ('hold-line-changes', 'match-identity') and state = 'owed'`
  const proved = `select from event where stream = $1 and type = 'reports.proof-shown'`
  const asked = `select from event where stream = $1 and owes @> '[{"kind":"match-identity"}]'`
  const count = async (sql: string) => (await loop.db.owner.pool.query(sql, [`case/${theft}`])).rowCount ?? 0
  for (const end = performance.now() + 5000; performance.now() < end; await pause(25)) {
    const { rowCount } = await loop.db.owner.pool.query(
      `select from partner where not paused and config ? 'numberRanges'`,
    )
    if (rowCount === 0 || (await count(proved)) > 0) return
    if ((await count(asked)) > 0 && (await count(waiting)) === 0) await pause(200)
  }
}

/** The words of a page, without its tags. */
export const wordsOf = (html: string) => html.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ')
