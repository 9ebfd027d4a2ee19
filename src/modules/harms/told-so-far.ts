import { fold } from '#ledger'
import { ReportWithdrawn } from '#modules/reports/events/report-withdrawn'
import { TheftReported } from '#modules/reports/events/theft-reported'
import type { VaultRef } from '#platform/vault-ref'
import { HarmTold } from './events/harm-told.ts'
import { MessageTold } from './events/message-told.ts'

type ToldSoFar = {
  readonly reported: boolean
  readonly withdrawn: boolean
  readonly harms: number
  readonly messages: number
  readonly line: VaultRef | undefined
}

const mostOfEach = 50

/** What a case was told of so far, as far as it decides whether more may be added. */
export const toldSoFar = fold<ToldSoFar>(
  { reported: false, withdrawn: false, harms: 0, messages: 0, line: undefined },
  (on) => [
    on(TheftReported, (state, { line }) => ({ ...state, line, reported: true })),
    on(ReportWithdrawn, (state) => ({ ...state, withdrawn: true })),
    on(HarmTold, (state) => ({ ...state, harms: state.harms + 1 })),
    on(MessageTold, (state) => ({ ...state, messages: state.messages + 1 })),
  ],
)

/** Why no more of one sort is taken; undefined when it is. */
export function whyNot({ reported, withdrawn, ...told }: ToldSoFar, what: 'harms' | 'messages') {
  if (!reported) return 'no-case' as const
  if (withdrawn) return 'report-taken-back' as const
  return told[what] >= mostOfEach ? ('told-enough' as const) : undefined
}
