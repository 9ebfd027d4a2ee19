import { gsm } from '#lib/gsm'
import { say } from '#modules/victims/public'
import type { End } from './vocabulary.ts'

/**
 * The one answer to whoever texted: within 160 GSM-7 characters, and nothing of the phone, its owner or the case. In English: nobody
 * has said in which language a stranger reads.
 */
export const replyOf = (how: End | 'unread' | 'forwarded'): string => gsm(say(`reply.${how}`))
