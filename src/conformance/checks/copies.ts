import { Heard, heardIn, hourOf } from '#lib/heard'
import type { Check } from '../check.ts'
import type { Desk } from '../desk.ts'
import { pei, statusIn } from '../eir.ts'
import { hold, NotTried } from '../finding.ts'
import { inWords } from '../judge.ts'
import { block, type Measure } from '../measures.ts'
import { type Answer, field } from '../wire.ts'
import { isVouchedFor, marksFor } from './answers.ts'
import { example } from './clauses.ts'
import { lineOf } from './lines.ts'

/** A line that was heard all day under this number, in a phone that no SIM of yours is in. */
function heardAllDay(handset: string): Heard {
  const now = hourOf(new Date())
  const hours = new Set(Array.from({ length: 24 }, (_, hour) => now - hour))
  const heard = heardIn(hours, { imeiKey: handset, sim: 'kitkitkitkitkitkitkitk' })
  if (!heard) throw new NotTried('no hours could be made')
  return heard
}

const blockHeard = (handset: string): Measure => ({
  ...block,
  body: (on, until) => ({ ...block.body(on, until), heard: heardAllDay(handset) }),
})

const copyIn = ({ bench }: Desk) => {
  const { copied = '', copiedSupi = '' } = bench.settings
  return { copied, copiedSupi }
}

const statusFor = async ({ bench }: Desk, handset: string, supi: string): Promise<string> => {
  if (!bench.eir) throw new NotTried('no EIR was named with --eir')
  return statusIn(await bench.eir.ask(`?pei=${pei.imei(handset)}&supi=${supi}`))
}

const nobodysSim = 'imsi-999990000000001'
const says = (answer: Answer) => field(field(answer.json, 'answer'), 'heard')

export const copies: readonly Check[] = [
  {
    id: 'heard',
    says: 'With the handset of a line you tell in which hours you heard its SIM in it.',
    clause: `${example} (heard)`,
    probe: 'POST /lines/v1/equipment for the test line, whose phone must have been on.',
    mend: 'Tell {"imeiKey", "sim", "to", "hours"}: the mark of the SIM, the last hour in which it was heard, and 24 bits as six hexadecimal digits.',
    needs: ['line'],
    after: ['find-handset'],
    run: async (desk) => {
      const told = says(await desk.order('/lines/v1/equipment', { msisdn: lineOf(desk) }))
      hold(told !== undefined, 'no hours are told: whoever has a copy of your customer’s number is blocked with them')
      const { success, data } = Heard.safeParse(told)
      hold(success, 'its form is another')
      hold(Date.parse(data.to) % 3_600_000 === 0, '"to" is not a full hour')
      hold(/[13579bdf]$/.test(data.hours), 'the last bit is 0: "to" is the last hour in which it was heard')
      return `last heard in the hour of ${data.to}`
    },
  },
  {
    id: 'copies',
    says: 'A block with hours lets in your SIM that was in another phone under the same number in those hours, and no other.',
    clause: `${example} (heard)`,
    probe:
      'A block of the copied number, of a line that was heard all day; the EIR is asked with the SIM of the copy, and with another.',
    mend: 'Where six of the hours are the same, permit the pair of that number and that SIM, and name its mark in the answer.',
    needs: ['eir', 'copied'],
    after: ['order', 'receipt-signature', 'receipt-kind', 'eir-with-sim'],
    run: async (desk) => {
      const { copied, copiedSupi } = copyIn(desk)
      const placed = await desk.place(blockHeard(copied), copied)
      const seen = isVouchedFor(desk, placed.answer, block.kind, marksFor([copied]))
      await desk.shows(copied, 'refused')
      const [own, other] = [await statusFor(desk, copied, copiedSupi), await statusFor(desk, copied, nobodysSim)]
      hold(own !== 'BLACKLISTED', 'the EIR refuses the phone with the copy as well')
      hold(other === 'BLACKLISTED', `the EIR says ${other} for any other SIM`)
      const undone = await desk.undo(placed)
      hold(undone.status === 200, `the undo was answered ${inWords(undone)}`)
      return `the SIM of the copy is let in, another refused; ${seen}`
    },
  },
]
