import { defineCommand, fold, refuse } from '#ledger'
import { WarningShown } from '#modules/register/events/warning-shown'

type Shown = { readonly to: string; readonly answer: string; readonly at: string }

const warnings = fold<readonly Shown[]>([], (on) => [
  on(WarningShown, (shown, { to, answer }, { at }) => [...shown, { to, answer, at }]),
])

/** Whoever asks again and again is told each time, and it is written down once an hour. */
const togetherMs = 3_600_000
/** So many are written down of one case, to buyers and to dealers each: anybody may ask, and a case must stay quick to read. */
const mostShown = 50

/** Records that the stolen-goods warning was on somebody's screen, and nothing of who (B64). */
export const showWarning = defineCommand('show-warning', {
  input: WarningShown.schema,
  refusals: {
    'shown-lately': { status: 409, says: 'This warning was shown within the hour. It is on the case.' },
    'shown-often': { status: 409, says: 'This warning was shown many times. It is on the case.' },
  },
  stream: (input) => `case/${input.case}`,
  state: warnings,

  decide(warning, shown, { now }) {
    const theirs = shown.filter(({ to }) => to === warning.to)
    const since = new Date(Date.parse(now) - togetherMs).toISOString()
    if (theirs.some(({ answer, at }) => answer === warning.answer && at > since)) return refuse('shown-lately')
    return theirs.length < mostShown ? [WarningShown.of(warning)] : refuse('shown-often')
  },
})
