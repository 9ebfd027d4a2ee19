// What a victim does in the days after: harm told, and a message of thieves handed on.
import { setTimeout as pause } from 'node:timers/promises'
import type { Browser } from 'playwright-core'
import { reportFromBorrowedPhone } from '../../test/support/case-visitor.ts'
import { sendForm } from '../../test/support/enrolling.ts'
import type { Loop } from '../../test/support/loop.ts'
import { openReader, secondsOf } from '../../test/support/reading.ts'

type World = { readonly loop: Loop; readonly browser: Browser; readonly origin: string }

const words = 'They bought two phones at 9 pm and wrote to my mother.'

/** The seconds in which somebody tells of money that is gone, from their case page to the advice that they have read (B05). */
export async function harmTold({ loop, browser, origin }: World, line: string): Promise<number> {
  const { cookie } = await reportFromBorrowedPhone(loop, line)
  const [name = '', value = ''] = cookie.split('=')
  const reader = await openReader(browser, origin)
  try {
    await reader.page.context().addCookies([{ name, value, url: origin }])
    await reader.open('/case/harm', { taps: 1 })
    await reader.choose('Money was taken or spent')
    await reader.choose('£1,000 or more, less than £10,000')
    await reader.type('words', words)
    await reader.press('Save')
    return secondsOf(reader.spent())
  } finally {
    await reader.close()
  }
}

/** The seconds from a pasted message to the partner who has sites taken down knowing of its link (B31): real time. */
export async function linkHandedOn({ loop }: World, line: string): Promise<number> {
  const { case: theft, cookie } = await reportFromBorrowedPhone(loop, line)
  const rows = async (sql: string, values: unknown[]) => (await loop.db.owner.pool.query(sql, values)).rows
  await loop.until(
    'the network knows the victim',
    async () => (await rows('select from theft_case where case_id = $1 and level = 2', [theft])).length,
  )
  const [{ url }] = await rows(`select config ->> 'baseUrl' as url from partner where slug = $1`, ['demo-take-down'])
  const host = 'icloud.com.find-id.xyz'
  const isListed = async () => {
    const answer = await fetch(`${url}/_listed`, { method: 'POST', body: JSON.stringify({ host }) })
    return ((await answer.json()) as { listed: boolean }).listed
  }
  const from = performance.now()
  await sendForm(loop, '/case/suspicious', { message: `Your phone was found: https://${host}/a` }, { cookie })
  while (!(await isListed())) {
    if (performance.now() - from > 60_000) throw new Error('No link was handed on within a minute.')
    await pause(20)
  }
  return (performance.now() - from) / 1000
}
