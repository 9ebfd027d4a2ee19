import { z } from 'zod'
import { defineCommand, folds, refuse } from '#ledger'
import { Heard } from '#lib/heard'
import { CaseId, HandsetId } from '#lib/ids'
import { Imei, keysOf } from '#lib/imei/imei'
import { type Conflict, means, raised, type Standing, showsLine } from '#lib/proof'
import { Slug } from '#lib/slug'
import { stopsOwed } from '#modules/response/public'
import { VaultRef } from '#platform/vault-ref'
import { isFirstReporter, type OpenCaseState, theftCase } from '../case.ts'
import { ConflictFound } from '../events/conflict-found.ts'
import { ConflictSettled } from '../events/conflict-settled.ts'
import { ProofShown } from '../events/proof-shown.ts'
import { answersToGone } from '../joined-reports.ts'
import { atHome, networkSearch } from '../network-search.ts'
import { refusals } from '../refusals.ts'
import { reviewOf } from '../review.ts'
import { openOr, situation } from '../situation.ts'
import { PartiesInput } from './report-theft.ts'
import { callsSomebody } from './set-safe-mode.ts'

/** Shows more for a case: a stronger proof, or the handset's own numbers. Owes what that allows beyond what was owed. */
export const showProof = defineCommand('show-proof', {
  input: z.object({
    case: CaseId,
    means: z.enum(means).optional().describe('absent when only the handset is told: the standing stays as it is'),
    by: Slug.optional(),
    handset: HandsetId.optional(),
    imeis: z.array(Imei).max(4).default([]),
    claim: VaultRef.optional(),
    document: VaultRef.optional(),
    access: VaultRef.optional().describe('the code of whoever shows it, by which they are known to be who reported'),
    answers: z.int().positive().optional(),
    lineProvedAt: z.iso.datetime().optional(),
    heard: Heard.optional(),
    parties: PartiesInput,
  }),
  refusals: {
    'no-case': refusals['no-case'],
    'case-ended': refusals['case-ended'],
    'asked-apart': refusals['asked-apart'],
  },
  stream: (input) => `case/${input.case}`,
  keyed: ({ parties: _, document: __, ...proof }) => proof,
  state: folds(
    folds(theftCase, networkSearch, (known, search) => ({ known, search })),
    answersToGone,
    (state, isGone) => ({ ...state, isGone }),
  ),

  decide({ parties: asked, heard: told, ...proof }, { known, search, isGone }, { now }) {
    const open = openOr(known)
    if ('refused' in open) return open
    // It was split off in the very moment in which the answer came.
    if (isGone({ claim: proof.claim, version: proof.answers })) return refuse('asked-apart')
    const standing = proof.means ? raised(open.standing, proof.means, now) : open.standing
    const imeis = handsetNow(open.imeis as Imei[], proof.imeis, proof.by !== undefined)
    // The SIM may be in the thief's own phone by now: when it was heard there says nothing of the stolen one.
    const isOfIt = keysOf(imeis).some((key) => key === told?.imeiKey)
    const heard = isOfIt ? told : open.heard
    const lapse = standing.until === undefined ? {} : { until: standing.until }
    const lineProvedAt = open.lineProvedAt ?? proof.lineProvedAt
    const confirms = proof.means !== undefined && showsLine(proof.means) && open.conflicts.includes(unconfirmed)
    const calls = isAfraid(open, standing, proof)
    const rest = confirms ? open.conflicts.filter((one) => one !== unconfirmed) : open.conflicts
    const conflicts: readonly Conflict[] = calls && waitsForThem(standing) ? [...rest, abuse] : rest
    const parties = atHome(asked, search)
    const before = situation(proof.case, open, parties)
    const after = situation(proof.case, { ...open, standing, imeis, conflicts, lineProvedAt, heard }, parties)
    const shown = {
      ...proof,
      means: proof.means ?? standing.means,
      ...lapse,
      imeis: [...imeis],
      ...(isOfIt && { heard }),
    }
    const events = [
      ProofShown.of({ ...shown, reviewBy: reviewOf(now) }),
      ...(confirms
        ? [ConflictSettled.of({ case: proof.case, conflict: unconfirmed, stands: true, reason: 'line-confirmed' })]
        : []),
      ...(calls ? [ConflictFound.of({ case: proof.case, conflict: abuse })] : []),
    ]
    return { events, owes: stopsOwed(before, after, now) }
  },
})

const abuse = 'domestic-abuse' as const satisfies Conflict

/** Whether whoever shows more asked for safe mode too, by a bare number or beside it: from now on it calls a trained person. */
function isAfraid(known: OpenCaseState, standing: Standing, proof: Parameters<typeof isFirstReporter>[1]): boolean {
  const asked = known.safeMode && (!known.safeBare || isFirstReporter(known, proof))
  return asked && standing.level > 0 && callsSomebody({ ...known, standing })
}

/** Name and birth date are what an ex-partner has too: in safe mode what rests on them waits. What a card stops is stopped. */
const waitsForThem = ({ means }: Standing): boolean => means === 'operator-knowledge'

/** Whose line it is nobody has said yet; what proves it settles that. */
const unconfirmed = 'number-unconfirmed' as const satisfies Conflict

/**
 * What is known of the handset after it was told. A partner tells in what its line was last used: that may be the thief's
 * own phone by now, so it does not take the place of what the owner or an officer said.
 */
function handsetNow(known: readonly Imei[], told: readonly Imei[], byPartner: boolean): readonly Imei[] {
  if (told.length === 0) return known
  const same = keysOf(told).some((key) => keysOf(known).includes(key))
  if (same) return [...new Set([...known, ...told])].slice(0, 4)
  return known.length > 0 && byPartner ? known : told
}
