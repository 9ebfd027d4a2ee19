import type { Kysely } from 'kysely'
import type { Execute } from '#http'
import type { CaseId } from '#lib/ids'
import { type Imei, keysOf } from '#lib/imei/imei'
import { type CloneTables, cloneSignsOf } from '#modules/register/public'
import { openStops, type StopTables } from '#modules/response/public'
import { findConflict } from './commands/find-conflict.ts'
import { judgeProof } from './commands/judge-proof.ts'
import { type CasePartyTables, partiesOfCase } from './parties-of-case.ts'
import { type ClaimTables, isSecondClaimant } from './second-claimant.ts'
import type { paperReasons } from './vocabulary.ts'

type Judging = {
  readonly db: Kysely<CasePartyTables & ClaimTables & CloneTables>
  readonly execute: Execute
  readonly now: () => Date
}

type Judged = {
  readonly case: CaseId
  readonly proof: string
  readonly counts: boolean
  readonly reason: (typeof paperReasons)[number]
  /** The handset's numbers that the person read on it. */
  readonly imeis: readonly Imei[]
}

/**
 * A person's decision about a paper, with what speaks against the handset that they read on it: it may be in somebody else's case, or its
 * number on a copy. Then it is stopped nowhere before a person has looked at that.
 */
export async function judgePaper({ db, execute, now }: Judging, { imeis, ...judged }: Judged) {
  const { case: theft, counts } = judged
  const keys = counts ? keysOf(imeis) : []
  if (keys.length > 0) {
    const [second, signs] = await Promise.all([
      isSecondClaimant(db, { case: theft, keys, byPartner: false, now: now() }),
      cloneSignsOf(db as unknown as Kysely<CloneTables>, keys, now()),
    ])
    if (second) await execute(findConflict, { case: theft, conflict: 'second-claimant' }, 'second-claimant')
    if (signs.length > 0)
      await execute(findConflict, { case: theft, conflict: 'suspected-clone', signs }, 'suspected-clone')
  }
  const parties = await partiesOfCase(db, theft)
  const stops = await openStops(db as unknown as Kysely<StopTables>, theft, now())
  return execute(judgeProof, { ...judged, imeis: [...imeis], parties, stops })
}
