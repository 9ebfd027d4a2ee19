import { fold, folds } from '#ledger'
import { AccountsNamed } from '#modules/reports/events/accounts-named'
import { BanksNamed } from '#modules/reports/events/banks-named'
import type { VaultRef } from '#platform/vault-ref'
import { accesses, stands } from './accesses.ts'
import { StepsTicked } from './events/steps-ticked.ts'
import { TargetsAbsent } from './events/targets-absent.ts'
import { told } from './told.ts'
import type { Step, Target } from './vocabulary.ts'

/** What the victim has told of their own doing: each time the whole list, by the code of who told it. */
type Told<One> = { readonly access: VaultRef; readonly list: readonly One[] }

export type OwnSteps = {
  readonly ticked: readonly Step[]
  readonly absent: readonly Target[]
  readonly named: ReadonlySet<Target>
}

type Kept = {
  readonly ticked: readonly Told<Step>[]
  readonly absent: readonly Told<Target>[]
  readonly named: OwnSteps['named']
}

const kept = fold<Kept>({ ticked: [], absent: [], named: new Set() }, (on) => [
  on(StepsTicked, (state, { steps, access }) => ({ ...state, ticked: [...state.ticked, { access, list: steps }] })),
  on(TargetsAbsent, (state, { targets, access }) => ({
    ...state,
    absent: [...state.absent, { access, list: targets }],
  })),
  on(BanksNamed, (state) => ({ ...state, named: new Set([...state.named, 'bank' as const]) })),
  on(AccountsNamed, (state, { mail, exchanges, identities }) => ({
    ...state,
    named: new Set([
      ...state.named,
      ...(mail.length > 0 ? (['email'] as const) : []),
      ...(exchanges.length > 0 ? (['crypto'] as const) : []),
      ...(identities.length > 0 ? (['identity'] as const) : []),
    ]),
  })),
])

/** The last list counts; what was ticked by a code that has ended since was not the victim. */
export const ownSteps = folds(kept, accesses, ({ ticked, absent, named }, given): OwnSteps => {
  const last = <One>(all: readonly Told<One>[]) => all.findLast(({ access }) => stands(given, access))?.list ?? []
  return { ticked: last(ticked), absent: last(absent), named }
})

/** For the commands that keep them. */
export const stepsOfCase = folds(told, ownSteps, ({ reportedAt, ended }, own) => ({ reportedAt, ended, own }))
