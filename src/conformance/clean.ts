import type { Bench } from './bench.ts'
import { type Check, hold, NotTried } from './check.ts'
import { openDesk } from './desk.ts'
import { pei } from './eir.ts'
import { block } from './measures.ts'

/** What the kit itself has to see to: everything that it put on handsets and lines is gone. Judged last, also after Ctrl-C. */
export const clean = (bench: Bench): Check => ({
  ...cleanWords,
  run: async () => {
    const { eir, handsets, left } = bench
    hold(left.length === 0, `not taken back: ${left.join('; ')}`)
    if (!eir) throw new NotTried('every undo was acknowledged; without --eir nobody can see that it is so')
    const desk = openDesk(bench, true)
    const refused: string[] = []
    try {
      for (const handset of handsets) {
        if ((await desk.status(pei.imei(handset))) !== 'BLACKLISTED') continue
        // An undo without "withdraws" takes back everything on the handset: it is one for tests.
        await desk.order(block.undoPath, block.undoBody(handset))
        await desk.shows(handset, 'let in').catch(() => refused.push(handset))
        hold(!refused.includes(handset), `still refused: ${refused.join(', ')}`)
        refused.push(`${handset} (only gone after an undo of everything on it)`)
      }
    } finally {
      await desk.tidy()
    }
    hold(refused.length === 0, refused.join(', '))
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
