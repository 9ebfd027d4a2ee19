import type { Check } from '../check.ts'
import { hold } from '../finding.ts'
import { newKey } from '../gateway.ts'
import { inWords } from '../judge.ts'
import { block, changeHold } from '../measures.ts'
import type { Answer } from '../wire.ts'
import { strangersName } from './answers.ts'
import { travel } from './clauses.ts'
import { nobodysLine } from './lines.ts'

/** Everything that an error says: headers, body, and what is packed in base64url in a receipt. */
function everythingIn({ headers, text, json }: Answer): string {
  const packed = JSON.stringify(json ?? text).match(/[\w-]{20,}/g) ?? []
  const unpacked = packed.map((part) => Buffer.from(part, 'base64url').toString('latin1'))
  return [JSON.stringify(headers), text, ...unpacked].join('\n').toLowerCase()
}

export const privacy: readonly Check[] = [
  {
    id: 'private',
    says: 'Errors repeat nothing personal: no name, birth date, postcode, line or handset.',
    clause: `${travel} (personal data travels in bodies)`,
    probe:
      'Orders that are refused or not understood, with a made-up name, line and handset; answers and receipts are searched.',
    mend: 'Say which field is wrong, never what was in it: errors end in logs on both sides.',
    after: ['token'],
    run: async (desk) => {
      const handset = await desk.handset()
      const holder = { fullName: strangersName, dateOfBirth: '1901-02-03', postCode: 'ZZ9 9ZZ' }
      const stranger = { msisdn: nobodysLine, holder }
      const sent: readonly (readonly [string, object | string])[] = [
        ['/lines/v1/holder-check', stranger],
        ['/lines/v1/holder-check', { ...stranger, holder: { ...holder, fullName: [strangersName] } }],
        ['/lines/v1/holder-check', JSON.stringify(stranger).slice(0, -2)],
        ['/lines/v1/equipment', { msisdn: nobodysLine }],
        ['/lines/v1/pairing', { msisdn: nobodysLine, equipment: [handset] }],
        [changeHold.path, { msisdn: nobodysLine, on: 'perhaps' }],
        [block.path, { ...block.body(handset), status: 'BEIGELISTED' }],
      ]
      const secrets = ['kitsdottir', '1901-02-03', 'zz9 9zz', nobodysLine.slice(1), handset]
      for (const [path, body] of sent) {
        const answer = await desk.once(path, body, { key: newKey() })
        if (answer.status < 400) continue
        const found = secrets.findIndex((secret) => everythingIn(answer).includes(secret))
        const what = ['the name', 'the birth date', 'the postcode', 'the line', 'the handset'][found]
        hold(found === -1, `${path}: ${inWords(answer)} repeats ${what}`)
      }
      return `${sent.length} errors, nothing in them`
    },
  },
]
