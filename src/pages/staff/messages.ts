import type { CasePromise, MessageFailedTable } from '#modules/victims/public'
import { definePage } from '../define-page.ts'

const mostShown = 200

const channels: Readonly<Record<string, string>> = { text: 'text', email: 'e-mail', push: 'notice', letter: 'letter' }
const went = {
  'permanent-failure': 'The address or number does not exist',
  'temporary-failure': 'The phone or mailbox could not be reached',
  'technical-failure': 'The message service had a fault',
  refused: 'The message service said no',
  'no-answer': 'The message service did not answer in time',
  'no-receipt': 'No receipt: nobody has said that it arrived',
} as const

/** Messages that did not arrive, the oldest first: somebody must reach these victims another way. */
export default definePage<CasePromise & MessageFailedTable>()({
  url: '/staff/messages',
  title: 'Messages that did not arrive',
  template: 'staff/messages.njk',
  who: { act: 'look', record: 'theft-report' },
  console: true,

  async load(_, { db, audit, tenant }) {
    await audit('look', 'messages-failed')
    const messages = await db
      .selectFrom('message_failed')
      .innerJoin('case_promise', 'case_promise.case_id', 'message_failed.case_id')
      .select(['message_failed.case_id as id', 'action', 'channel', 'how', 'at'])
      .where('owner', '=', tenant)
      .orderBy('at')
      .limit(mostShown)
      .execute()
    return {
      messages: messages.map(({ channel, how, ...one }) => ({ ...one, by: channels[channel], went: went[how] })),
    }
  },
})
