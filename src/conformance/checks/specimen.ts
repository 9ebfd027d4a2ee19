import { type Desk, openDesk } from '../desk.ts'
import { newKey } from '../gateway.ts'
import { receiptOf } from '../judge.ts'
import { block } from '../measures.ts'
import type { Answer } from '../wire.ts'

/** The first block of a run, on which the receipts and the EIR are judged. It stays until the end. */
export type Specimen = {
  readonly handset: string
  readonly key: string
  readonly answer: Answer
  /** Our clock before and after, in milliseconds since 1970. */
  readonly asked: number
  readonly answered: number
}

export const specimen = ({ bench }: Desk): Promise<Specimen> =>
  bench.once('specimen', async () => {
    const desk = await lasting({ bench })
    const handset = await desk.handset()
    const key = newKey()
    const asked = Date.now()
    const { answer } = await desk.send(block, handset, { key })
    const answered = Date.now()
    bench.clockAheadMs = clockAhead(answer, (asked + answered) / 2)
    return { handset, key, answer, asked, answered }
  })

/** A desk for what several checks look at: tidied when all have run. */
export const lasting = ({ bench }: Pick<Desk, 'bench'>): Promise<Desk> =>
  bench.once('lasting desk', async () => openDesk(bench))

/** Clocks that differ by less than whole seconds and a call's way count as equal: some receipts leave out the milliseconds. */
function clockAhead(answer: Answer, now: number): number {
  try {
    const ahead = Date.parse(String(receiptOf(answer).payload.at)) - now
    return Math.abs(ahead) > 1500 && Math.abs(ahead) < 3_600_000 ? ahead : 0
  } catch {
    return 0 // no receipt to read: another check says so
  }
}
