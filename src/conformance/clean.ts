import type { Bench } from './bench.ts'
import type { Check } from './check.ts'
import { isStillRefused, openDesk } from './desk.ts'
import { pei } from './eir.ts'
import { hold, NotTried } from './finding.ts'
import { block } from './measures.ts'

/** What the kit itself has to see to: everything that it put on handsets and lines is gone. Judged last, also after Ctrl-C. */
export const clean = (bench: Bench): Check => ({
  ...cleanWords,
  run: async () => {
    const { eir, handsets, left } = bench
    hold(left.length === 0, `not taken back: ${left.join('; ')}`)
    if (!eir) throw new NotTried('every undo was acknowledged; without --eir nobody can see that it is so')
    const desk = openDesk(bench, true)
    for (const handset of handsets) {
      await desk.status(pei.imei(handset)) // an EIR that does not answer any more shows nothing
      if (!(await isStillRefused(desk, handset))) continue
      // An undo without "withdraws" takes back everything on the handset: it is one for tests.
      await desk.order(block.undoPath, block.undoBody(handset)).catch(() => undefined)
      const isGone = !(await isStillRefused(desk, handset))
      left.push(isGone ? `${handset} was only let in after an undo of everything on it` : `${handset} is still refused`)
    }
    hold(left.length === 0, left.join('; '))
    return `${handsets.length} handsets, none refused`
  },
})

export const cleanWords = {
  id: 'left-clean',
  says: 'What this run put on handsets and lines is gone.',
  clause: 'partners.md, "What a partner promises" 3 and 4',
  probe: 'Each order is undone by its name; then the EIR is asked for every handset that was used.',
  mend: 'Look at these handsets in the EIR and take them off by hand; then look why an undo, or an order that was refused, left them.',
}
