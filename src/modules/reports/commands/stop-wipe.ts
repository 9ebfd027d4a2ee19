import { z } from 'zod'
import { defineCommand, refuse } from '#ledger'
import { CaseId } from '#lib/ids'
import { OpenStops, undoing } from '#modules/response/public'
import { theftCase } from '../case.ts'
import { WipeStopped } from '../events/wipe-stopped.ts'
import { refusals } from '../refusals.ts'
import { openOr } from '../situation.ts'

/** Takes a wipe back. What keeps data asks for no proof beyond the case's own code (B67). */
export const stopWipe = defineCommand('stop-wipe', {
  input: z.object({ case: CaseId, stops: OpenStops }),
  refusals: {
    'no-case': refusals['no-case'],
    'case-ended': refusals['case-ended'],
    'no-wipe-to-stop': { status: 409, says: 'There is no order to erase the phone that could still be stopped.' },
  },
  stream: (input) => `case/${input.case}`,
  keyed: ({ stops: _, ...asked }) => asked,
  state: theftCase,

  decide({ case: theft, stops }, known) {
    const open = openOr(known)
    if ('refused' in open) return open
    const owes = undoing(stops.filter(({ kind }) => kind === 'wipe-handset'))
    if (owes.length === 0) return refuse('no-wipe-to-stop')
    return { events: [WipeStopped.of({ case: theft, orders: owes.length })], owes }
  },
})
