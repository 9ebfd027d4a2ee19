import { z } from 'zod'
import { defineCommand, refuse } from '#ledger'
import { PhoneEntrusted } from '../events/phone-entrusted.ts'
import { passkey, passkeyRefusals } from '../passkey.ts'
import { EntrustedInput } from './keep-passkey.ts'

/** A family has several phones: a further code is opened by the passkey that is there. A phone that is there may be shown to be one's own. */
export const entrustPhone = defineCommand('entrust-phone', {
  input: EntrustedInput.extend({ passkey: z.uuid() }),
  refusals: {
    ...passkeyRefusals,
    'phone-entrusted': { status: 409, says: 'This phone is on your page already.' },
    'too-many-phones': { status: 422, says: 'Your page has twenty phones. Keep another passkey for more.' },
  },
  stream: (input) => `passkey/${input.passkey}`,
  state: passkey,

  decide(phone, { state, secrets, own }) {
    if (state !== 'kept') return refuse('no-passkey')
    const proves = phone.means === 'own-passkey' && !own.includes(phone.secret)
    if (secrets.includes(phone.secret)) return proves ? [PhoneEntrusted.of(phone)] : refuse('phone-entrusted')
    return secrets.length < mostPhones ? [PhoneEntrusted.of(phone)] : refuse('too-many-phones')
  },
})

const mostPhones = 20
