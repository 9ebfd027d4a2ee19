import { z } from 'zod'
import { definePage } from '../define-page.ts'

const lanes = [
  { says: 'Lock the screen', is: 'confirmed', who: [{ name: 'Maker', at: false, tookMs: false }] },
  {
    says: 'Stop calls and data, but not 999',
    is: 'confirmed',
    who: [{ name: 'Your network', at: false, tookMs: false }],
  },
  { says: 'Block the phone on every network', is: 'sent', who: [{ name: 'Every network', at: false, tookMs: false }] },
]

/** The last screen of the practice: how a receipt looks, with a code that opens nothing. */
const receipt = {
  ...{
    code: 'PRAC-T1CE-0000',
    word: 'practice',
    lanes,
    conflict: false,
    pending: true,
    level: 2,
    claim: 'matched',
    until: false,
    over: false,
    targets: [],
    ticked: false,
    opens: true,
  },
}

const shown = { receipt, added: false, next: false, look: 0, practice: '/practice/receipt', done: false }
const handedBack = { done: true, title: 'Practice: you can hand the phone back' }

export default definePage()({
  url: '/practice/receipt',
  title: 'Practice: we have your report',
  template: 'public/practice-receipt.njk',
  who: 'anyone',
  load: () => shown,
  form: z.object({ done: z.string() }),
  act: ({ done }) => (done ? handedBack : {}),
})
