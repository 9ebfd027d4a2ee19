import type { Check } from '../check.ts'
import { type Desk, openDesk } from '../desk.ts'
import { pei } from '../eir.ts'
import { hold, NotTried } from '../finding.ts'
import { bar, block, changeHold, type Measure, watch } from '../measures.ts'
import { promise } from './clauses.ts'
import { specimen } from './specimen.ts'

/** What was there a second before its end, and a second after. */
type Seen = { readonly before: string; readonly after: string }
export type Ends = Readonly<Record<'block' | 'watch' | 'changeHold' | 'bar', Promise<Seen>>>

/**
 * Orders with an end, all at once, and then silence: until a second after the end nothing is sent to the gateway, so that it
 * must let go by itself. Several checks look at what came of it.
 */
export const ends = (desk: Desk): Promise<Ends> =>
  desk.bench.once('ends', async () => {
    const { bench } = desk
    await specimen(desk) // by which the gateway's clock is known
    const end = Math.ceil((Date.now() + 2500) / 1000) * 1000 // by our clock
    const until = new Date(end + bench.clockAheadMs).toISOString()
    const reach = (at: number) => bench.pause(Math.max(0, at - Date.now()))
    const isOver = () => Date.now() >= end
    const on = { until, isOver, before: () => reach(end - 1000), after: () => reach(end + 1000) }
    // The EIR is asked first: an order for a line would be a word to the gateway.
    const onLater = { ...on, after: () => reach(end + 1300) }
    const { line } = bench.settings
    const parts = {
      block: atEir(openDesk(bench), block, on),
      watch: atEir(openDesk(bench), watch, on),
      changeHold: onLine(openDesk(bench), changeHold, line, onLater),
      bar: onLine(openDesk(bench), bar, line, onLater),
    }
    await Promise.allSettled(Object.values(parts))
    return parts
  })

type On = {
  readonly until: string
  readonly isOver: () => boolean
  readonly before: () => Promise<void>
  readonly after: () => Promise<void>
}

const tooSlow = 'the orders and the questions took longer than the three seconds until the end'

async function atEir(desk: Desk, measure: Measure, { until, isOver, before, after }: On): Promise<Seen> {
  if (!desk.bench.eir) throw new NotTried('no EIR was named with --eir')
  const handset = await desk.handset()
  try {
    if (measure === watch) await desk.send(watch, handset, { until, isOnce: true })
    else await desk.place(measure, handset, { until })
    await before()
    const held = await desk.status(pei.imei(handset))
    if (isOver()) throw new NotTried(tooSlow)
    await after()
    return { before: held, after: await desk.status(pei.imei(handset)) }
  } finally {
    await desk.tidy()
  }
}

/** What is on a line shows in the answer to the next order for the same: 409 when it is so already. */
async function onLine(
  desk: Desk,
  measure: Measure,
  line: string | undefined,
  { until, isOver, after }: On,
): Promise<Seen> {
  if (line === undefined) throw new NotTried('no line was named with --line')
  try {
    await desk.place(measure, line, { until })
    const { answer } = await desk.place(measure, line, { until })
    if (isOver()) throw new NotTried(tooSlow)
    await after()
    const { answer: late } = await desk.place(measure, line)
    return { before: String(answer.status), after: String(late.status) }
  } finally {
    await desk.tidy()
  }
}

export const blockEnds: readonly Check[] = [
  {
    id: 'until',
    says: 'A block with an end is let go at that second, also when we are silent.',
    clause: promise(3),
    probe:
      'A block with "until" in three seconds, then nothing is sent; the EIR is asked a second before and a second after.',
    mend: 'Compare the end of each order with the clock when the EIR answers; do not wait for a job, or for us.',
    needs: ['eir'],
    after: ['eir-block'],
    run: async (desk) => {
      const { before, after } = await (await ends(desk)).block
      hold(before === 'BLACKLISTED', `a second before its end the EIR said ${before}`)
      hold(after !== 'BLACKLISTED', 'a second after its end the EIR still said BLACKLISTED')
      return `BLACKLISTED before, ${after} after`
    },
  },
  {
    id: 'until-past',
    says: 'A block whose end has passed holds nothing.',
    clause: promise(3),
    probe: 'A block with "until" an hour ago.',
    mend: 'Answer as you like, and let it hold nothing: an order can be late on the way.',
    needs: ['eir'],
    after: ['order'],
    run: async (desk) => {
      const handset = await desk.handset()
      const { answer } = await desk.send(block, handset, { until: new Date(Date.now() - 3_600_000).toISOString() })
      hold(answer.status < 500, `it was answered ${answer.status}`)
      await desk.stays(handset, 'let in')
      return `${answer.status}; let in`
    },
  },
]
