import { defineCommand, fold, refuse } from '#ledger'
import { WorksRecorded } from '../events/works-recorded.ts'
import { londonDate } from '../london-clock.ts'
import { RecordedWorks } from '../places/recorded-works.ts'

const recorded = fold<boolean>(false, (on) => [on(WorksRecorded, () => true)])

/** Writes down what was changed at a place, once it is done. */
export const recordWorks = defineCommand('record-works', {
  input: RecordedWorks,
  refusals: {
    'works-known': { status: 409, says: 'This was recorded already.' },
    'not-done-yet': { status: 422, says: 'Record it once it is done: the day is still to come.' },
  },
  stream: (input) => `street-works/${input.works}`,
  begins: true,
  state: recorded,

  decide(works, isRecorded, { now }) {
    if (isRecorded) return refuse('works-known')
    return works.doneOn > londonDate(new Date(now)) ? refuse('not-done-yet') : [WorksRecorded.of(works)]
  },
})
