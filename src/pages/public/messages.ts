import { publishedTexts } from '#modules/register/public'
import {
  type Published,
  publishedInWelsh,
  publishedMessages,
  publishedNotice,
  publishedOwnerMails,
  publishedOwnerTexts,
  publishedReplies,
} from '#modules/victims/public'
import { definePage } from '../define-page.ts'

/** Every message that we send, made by the code that sends it: whoever got one can compare, also before they trust us. */
export default definePage()({
  url: '/messages',
  title: 'Messages that we send',
  template: 'public/messages.njk',
  who: 'anyone',
  load: () => ({
    ...{
      ofCases: byText(publishedMessages()),
      ofCards: publishedTexts(),
      ofOwners: publishedOwnerMails(),
      toPhones: publishedOwnerTexts(),
    },
    ...{ replies: publishedReplies(), notice: publishedNotice(), welsh: publishedInWelsh() },
  }),
})

/** Several messages are one as a text, and differ as an e-mail alone: each text is shown once. */
function byText(messages: readonly Published[]) {
  const mails = Map.groupBy(messages, ({ text }) => text)
  return [...mails].map(([text, same]) => ({ text, mails: same.map(({ mail }) => mail) }))
}
