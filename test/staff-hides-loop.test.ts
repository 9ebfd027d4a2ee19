import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Caller } from '#http'
import { matrix } from '#http/access/matrix'
import { judge } from '#http/access/policy'
import { type Purpose, purposes, type Role, roles } from '#http/access/vocabulary'
import { findPages } from '#pages/pages'
import { startOperators } from '../simulators/operators.ts'
import { reportFromBorrowedPhone } from './support/case-visitor.ts'
import { enrolledPhone, sendForm, usePhone } from './support/enrolling.ts'
import { type Loop, openLoop } from './support/loop.ts'

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
const picture = `data:image/png;base64,${png.toString('base64')}`
const imei = '490154203237518'

type Look = { readonly url: string; readonly role: Role; readonly purpose: Purpose }

/** Every page of staff with each role that may open it, for its first purpose; the safeguarding officer’s own pages are left out. */
async function looks(): Promise<Look[]> {
  const pages = (await findPages()).filter(({ page }) => page.url.startsWith('/staff'))
  return pages.flatMap(({ page }) => {
    const [shows] = page.routes(() => '')
    const who = shows?.who
    if (who === undefined || page.url.startsWith('/staff/safeguarding')) return []
    return (Object.keys(roles) as Role[]).flatMap((role): Look[] => {
      const caller = { kind: 'staff', id: 'x', organisation: 'o', tenant: 'o', roles: [role] } as unknown as Caller
      const all = shows?.purpose ? [shows.purpose] : (Object.keys(purposes) as Purpose[])
      const may = (one: Purpose) => typeof who === 'string' || judge(matrix, caller, who, one).may
      const purpose = all.find((one) => one !== 'safeguard-person' && may(one))
      return purpose ? [{ url: page.url, role, purpose }] : []
    })
  })
}

/** The addresses of pages, filled in for this case, on which any of these words stand. */
async function shownOn(loop: Loop, theft: string, marks: readonly string[]): Promise<string[]> {
  const row = async (sql: string) => (await loop.db.owner.pool.query(sql)).rows[0]
  const proof = (await row('select proof from case_proof'))?.proof
  const address = (url: string) =>
    url.replace(':case', theft).replace(':conflict', 'domestic-abuse').replace(':proof', proof).replace(/:\w+/, theft)
  const found = new Set<string>()
  const signedIn = new Map<string, string>()
  for (const { url, role, purpose } of await looks()) {
    const who = `${role} ${purpose}`
    const cookie = signedIn.get(who) ?? (await loop.staff('demo-public', role, purpose)).cookie
    signedIn.set(who, cookie)
    const answers = [await fetch(loop.origin + address(url), { headers: { cookie }, redirect: 'manual' })]
    if (url === '/staff/handset') answers.push(await sendForm(loop, url, { screen: imei }, { cookie }))
    for (const answer of answers) {
      const html = await answer.text()
      assert.ok(answer.status < 500, `${url} ${answer.status}`)
      if (marks.some((one) => html.includes(one))) found.add(url)
    }
  }
  return [...found].toSorted()
}

const reads = [...['/staff/case/:case', '/staff/case/:case/answer', '/staff/handset', '/staff/proofs/:proof']]

test('USERS 4, stalking: whatever page of staff is opened on a guarded case, by whichever role, shows no place, contact or word of who reported', async (t) => {
  const loop = await openLoop(t, { simulators: [startOperators('demo-ee')] })
  const rows = async (sql: string) => (await loop.db.owner.pool.query(sql)).rows
  await usePhone(loop, imei, '07700 900123')
  const victim = await reportFromBorrowedPhone(loop, '07700 900123', { place: 'Zzqx doorway' })
  await loop.until('they are known', async () => (await rows('select from theft_case where level = 2')).length > 0)
  const { cookie } = victim
  await sendForm(loop, '/case/details/contact', { contact: 'zzqx@example.org', alone: 'yes' }, { cookie })
  await sendForm(loop, '/case/details/who', { who: 'Zzqx who' }, { cookie })
  await sendForm(loop, '/case/write', { words: 'I am at Zzqx house.' }, { cookie })
  await sendForm(loop, '/case/harm', { sort: 'extortion', loss: '', words: 'Zzqx wants 500 pounds' }, { cookie })
  const body = new FormData()
  body.append('paper', 'receipt')
  body.append('photo', new Blob([png]), 'receipt.jpg')
  const sent = await fetch(`${loop.origin}/case/proof`, {
    ...{ method: 'POST', redirect: 'manual', headers: { cookie, origin: loop.config.publicUrl }, body },
  })
  assert.equal(sent.status, 303)
  await loop.until('the paper waits', async () => (await rows('select from case_proof')).length > 0)
  await loop.until('the phone is known', async () => (await rows('select from imei_status')).length > 0)
  const marks = ['Zzqx', 'zzqx', picture]
  assert.deepEqual(await shownOn(loop, victim.case, marks), reads, 'else this proves nothing')
  const desk = await loop.staff('demo-public', 'control-room-operator', 'respond-to-theft')
  const on = await sendForm(
    loop,
    '/staff/safe-mode',
    { theft: victim.case, vouched: 'number' },
    { cookie: desk.cookie },
  )
  assert.equal(on.status, 303)
  // At once: a row that follows the record a moment later hides nothing of it.
  assert.deepEqual(await shownOn(loop, victim.case, marks), [])
})

test('USERS 4: whoever knows a number and says that they are afraid hides nothing of its owner from the police; what they told themselves stays hidden', async (t) => {
  const loop = await openLoop(t, { simulators: [startOperators('demo-ee')] })
  const rows = async (sql: string) => (await loop.db.owner.pool.query(sql)).rows
  const { card } = await enrolledPhone(loop, { number: '07700 900124' })
  const said = { line: '07700 900124', method: 'other', safe: 'yes', place: 'Yyqx street' }
  assert.equal((await sendForm(loop, '/report', said)).status, 200)
  const stopped = await sendForm(loop, '/stop', { code: card, method: 'snatch', danger: 'no' })
  const cookieOf = (answer: Response) => (answer.headers.getSetCookie().at(-1) ?? '').split(';')[0] ?? ''
  await loop.until('it is stopped', async () => (await rows('select from theft_case where level = 1')).length > 0)
  const [{ case_id: theft }] = await rows('select case_id from theft_case')
  const receipt = await fetch(`${loop.origin}/report/receipt`, { headers: { cookie: cookieOf(stopped) } })
  const cookie = cookieOf(receipt)
  const told = { contact: 'zzqx@example.org', alone: 'yes' }
  assert.equal((await sendForm(loop, '/case/details/contact', told, { cookie })).status, 303)
  assert.equal((await sendForm(loop, '/case/details/who', { who: 'Zzqx who' }, { cookie })).status, 303)
  const desk = await loop.staff('demo-public', 'control-room-operator', 'respond-to-theft')
  const page = await (await fetch(`${loop.origin}/staff/case/${theft}`, { headers: { cookie: desk.cookie } })).text()
  const shown = ['zzqx@example.org', 'Zzqx who', 'Yyqx'].filter((one) => page.includes(one))
  assert.deepEqual(shown, ['zzqx@example.org', 'Zzqx who'])
})
