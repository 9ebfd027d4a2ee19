import { z } from 'zod'
import { defineCommand, refuse } from '#ledger'
import { CaseId } from '#lib/ids'
import { VaultRef } from '#platform/vault-ref'
import { type Case, theftCase } from '../case.ts'
import { ConflictFound } from '../events/conflict-found.ts'
import { SafeModeSet, safeModeSetters } from '../events/safe-mode-set.ts'
import { refusals } from '../refusals.ts'
import { settlements } from '../vocabulary.ts'

/**
 * Switches safe mode on, also in a case that somebody else began, or off. Switched on it calls a trained person, unless all
 * that anybody has said is a number: a bare claim must not hold up somebody else's case, and the queue shows it all the same.
 */
export const setSafeMode = defineCommand('set-safe-mode', {
  input: z.object({
    case: CaseId,
    on: z.boolean(),
    by: z.enum(safeModeSetters),
    access: VaultRef.optional(),
    reason: z.enum(settlements).optional(),
    /** More than a number was shown. */
    proved: z.boolean().default(true),
  }),
  refusals: {
    'no-case': refusals['no-case'],
    'case-ended': refusals['case-ended'],
    'safe-mode-so': { status: 409, says: 'It is so already.' },
  },
  stream: (input) => `case/${input.case}`,
  state: theftCase,

  decide({ proved, ...set }, known) {
    if (!known.standing) return refuse('no-case')
    if (known.ended) return refuse('case-ended')
    const confirms = set.on && proved && known.safeBare
    if (known.safeMode === set.on && !confirms) return refuse('safe-mode-so')
    // What a reporter shows beside it follows, and calls: it must not hold up that very proof.
    const follows = set.by === 'reporter' && known.standing.level === 0
    const calls = set.on && proved && !follows && callsSomebody(known)
    return [
      SafeModeSet.of({ ...set, ...(set.on && !proved && { bare: true }) }),
      ...(calls ? [ConflictFound.of({ case: set.case, conflict: 'domestic-abuse' })] : []),
    ]
  },
})

/**
 * Nobody need be called who has looked already; an officer beside the victim has. Once safe mode was switched off, what somebody found then
 * is over: whoever is afraid anew is looked at anew.
 */
export const callsSomebody = ({
  standing,
  conflicts,
  settled,
  safeMode,
}: Pick<Case, 'standing' | 'conflicts' | 'settled' | 'safeMode'>) =>
  standing?.means !== 'officer-present' && ![...conflicts, ...(safeMode ? settled : [])].includes('domestic-abuse')
