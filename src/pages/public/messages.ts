import { publishedTexts } from '#modules/register/public'
import {
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
      ofCases: publishedMessages(),
      ofCards: publishedTexts(),
      ofOwners: publishedOwnerMails(),
      toPhones: publishedOwnerTexts(),
    },
    ...{ replies: publishedReplies(), notice: publishedNotice(), welsh: publishedInWelsh() },
  }),
})
