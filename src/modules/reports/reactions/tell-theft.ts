import { defineReaction, readStream } from '#ledger'
import { queryable } from '#platform/database'
import { theftCase } from '../case.ts'
import { tellTheft } from '../commands/tell-theft.ts'
import { ProofShown } from '../events/proof-shown.ts'
import { type CasePartyTables, partiesOfCase } from '../parties-of-case.ts'

/** Whoever reported a lost phone again, as taken, and then said who they are is known to its operator: it was taken. */
export default defineReaction<CasePartyTables>('tell-theft', (on) => [
  on(ProofShown, async ({ case: theft, claim, means }, { version }, { db, execute }) => {
    if (!claim) return
    const events = await readStream(queryable(db), `case/${theft}`)
    const { lost, saidTaken } = theftCase.run(events.filter((event) => event.version <= version))
    if (!lost || !saidTaken?.claims.includes(claim)) return
    await execute(tellTheft, { case: theft, method: saidTaken.method, means, parties: await partiesOfCase(db, theft) })
  }),
])
