import { toTranslate, type Welsh } from '../../welsh.ts'
import type { owners as english } from '../owners.ts'

/** Kept complete by `npm run words`. Write only what you are sure of; a Welsh speaker reads it before it is offered. */
export const owners = {
  'reply.stopped': toTranslate,
  'reply.number-only': toTranslate,
  'reply.wrong': toTranslate,
  'reply.busy': toTranslate,
  'reply.unread': toTranslate,
  'reply.forwarded': toTranslate,
  'mail.found.subject': toTranslate,
  'mail.found.card': toTranslate,
  'mail.found.have': toTranslate,
  'mail.found.gone': toTranslate,
  'mail.found.nothing': toTranslate,
  'mail.checkup.subject': toTranslate,
  'mail.checkup.asked': toTranslate,
  'mail.checkup.go': toTranslate,
  'mail.checkup.no-more': toTranslate,
  'mail.lost.subject': toTranslate,
  'mail.lost.who': toTranslate,
  'mail.lost.again': toTranslate,
  'text.no-mail': toTranslate,
} as const satisfies Record<keyof typeof english, Welsh>
