import type { End } from './vocabulary.ts'

/** The one answer to whoever texted: within 160 GSM-7 characters, and nothing of the phone, its owner or the case. */
export const replies: Readonly<Record<End | 'unread', string>> = {
  stopped:
    'Ringback: we ask every network to stop that phone now. In danger? Call 999. Ask the owner to go to Ringback or to their network.',
  'number-only':
    'Ringback: too many wrong words came for that number. We ask for what a number alone may stop. To stop more, call its network.',
  wrong:
    'Ringback: that number and that word do not belong together. Check both and send again: STOP, the number, the word. In danger? Call 999.',
  'used-up':
    'Ringback: that number was reported twice today, and a number alone can do no more. Call its network. In danger? Call 999.',
  busy: 'Ringback: we could not take it this moment. Please send it again. In danger? Call 999.',
  unread:
    'Ringback: we could not read that. Send STOP, the number of the phone, and its stop word. In danger? Call 999.',
}
