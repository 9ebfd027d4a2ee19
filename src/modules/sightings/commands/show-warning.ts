import { defineCommand, fold } from '#ledger'
import { WarningShown } from '#modules/register/events/warning-shown'

const nothing = fold(undefined, () => [])

/** Records that the stolen-goods warning was on somebody's screen, and nothing of who (B64). */
export const showWarning = defineCommand('show-warning', {
  input: WarningShown.schema,
  refusals: {},
  stream: (input) => `case/${input.case}`,
  state: nothing,
  decide: (shown) => [WarningShown.of(shown)],
})
