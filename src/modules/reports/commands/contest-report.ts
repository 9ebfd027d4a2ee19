import { z } from 'zod'
import { defineCommand, fold, refuse } from '#ledger'
import { CaseId } from '#lib/ids'
import { Slug } from '#lib/slug'
import { VaultRef } from '#platform/vault-ref'
import { ReportContested } from '../events/report-contested.ts'
import { contestOwed } from '../network-search.ts'

/**
 * Takes the word of somebody who reported nothing, and asks the line's own operator who they are. Nothing else happens yet. `home`: who
 * has said that the line is its own; empty while nobody has, and then `ask-contest` asks later.
 */
export const contestReport = defineCommand('contest-report', {
  input: z.object({
    contest: z.uuid(),
    case: CaseId.optional().describe(
      'absent where no report stands: then as much is looked at, and nothing is written',
    ),
    claim: VaultRef,
    line: VaultRef.optional(),
    word: z.boolean().optional(),
    home: z.array(Slug).max(5).readonly(),
  }),
  refusals: {
    'contest-made': { status: 409, says: 'We have this already, and have asked your network.' },
    'nothing-contested': { status: 404, says: 'No report stands against this phone.' },
  },
  stream: ({ contest }) => `contest/${contest}`,
  begins: true,
  keyed: ({ contest }) => contest,
  state: fold(false, (on) => [on(ReportContested, () => true)]),

  decide({ home, case: theft, line, ...said }, made, { now }) {
    if (made) return refuse('contest-made')
    if (!theft || !line) return refuse('nothing-contested')
    const contested = { ...said, case: theft, line }
    const asked = [...home]
    const owes = asked.map((network) => contestOwed(contested, network, now))
    return { events: [ReportContested.of({ ...contested, asked })], owes }
  },
})
