import { defineCommand, fold, refuse } from '#ledger'
import { boroughAt } from '../cells/london-cells.ts'
import { WorksRecorded } from '../events/works-recorded.ts'
import { londonDate } from '../london-clock.ts'
import { faultOfPlace, RecordedWorks, Within } from '../places/recorded-works.ts'

const recorded = fold<boolean>(false, (on) => [on(WorksRecorded, () => true)])

/** Writes down what was changed at a place, once it is done. `within`: where its organisation may. */
export const recordWorks = defineCommand('record-works', {
  input: RecordedWorks.extend({ within: Within }),
  refusals: {
    'works-known': { status: 409, says: 'This was recorded already.' },
    'not-done-yet': { status: 422, says: 'Record it once it is done: the day is still to come.' },
    'other-borough': {
      status: 403,
      says: 'This place is in another borough. Its own council writes down what was changed there.',
    },
    'no-borough': {
      status: 403,
      says: 'We do not know your borough yet. Ask whoever runs Ringback to name it (ringback partner boroughs).',
    },
  },
  stream: (input) => `street-works/${input.works}`,
  begins: true,
  state: recorded,

  decide({ within, ...works }, isRecorded, { now }) {
    if (isRecorded) return refuse('works-known')
    // The first square is where it was; those that touch it may lie over a border.
    const [first] = works.squares
    const fault = first && faultOfPlace(within, boroughAt(first))
    if (fault) return refuse(fault)
    return works.doneOn > londonDate(new Date(now)) ? refuse('not-done-yet') : [WorksRecorded.of(works)]
  },
})
