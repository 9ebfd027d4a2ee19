import { z } from 'zod'
import { defineCommand, fold, refuse } from '#ledger'
import { Slug } from '#lib/slug'
import { ContestAsked } from '../events/contest-asked.ts'
import { ReportContested } from '../events/report-contested.ts'
import { asksForMs, contestOwed } from '../network-search.ts'

type Waiting = (ReturnType<typeof ReportContested.decode> & { readonly at: string }) | 'nobody'

/** The line's own network is known: who contested the report before that is asked there now. */
export const askContest = defineCommand('ask-contest', {
  input: z.object({ contest: z.uuid(), network: Slug }),
  refusals: { 'contest-asked': { status: 409, says: 'The network of this number has been asked, or it is too late.' } },
  stream: ({ contest }) => `contest/${contest}`,
  state: fold<Waiting>('nobody', (on) => [
    on(ReportContested, (_, contest, { at }) => (contest.asked?.length === 0 ? { ...contest, at } : 'nobody')),
    on(ContestAsked, () => 'nobody'),
  ]),

  decide({ contest, network }, waiting, { now }) {
    if (waiting === 'nobody' || Date.parse(waiting.at) + asksForMs <= Date.parse(now)) return refuse('contest-asked')
    return {
      events: [ContestAsked.of({ contest, case: waiting.case, network })],
      owes: [contestOwed(waiting, network, waiting.at)],
    }
  },
})
