import type { StageLane } from '#modules/demo/public'

export type StageRow = {
  readonly what: string
  readonly partner: string
  readonly is: string
  readonly sent: string | false
  readonly confirmed: string | false
  readonly ms: number | false
}

/** What each kind of stop is, in two or three words of a table's column. Kinds that are not here are not shown. */
const what: Readonly<Record<string, string>> = {
  'lock-screen': 'Lock the screen',
  'hold-line-changes': 'Hold the number',
  'suspend-line': 'Bar the SIM',
  'block-handset': 'Block the phone',
  'step-up-account': 'Trust the phone no more',
  'start-locating': 'Find the phone',
  'send-push': 'Tell the officers nearby',
  'send-text': 'Tell the owner by text',
  'send-email': 'Tell the owner by e-mail',
}

/** Receipts as a table: what is waited for first, then in the order in which they came. */
export function stageRows(lanes: readonly StageLane[]): StageRow[] {
  return asTheyStand(lanes)
    .flatMap(({ kind, partner, state, sent, confirmed, ms }): StageRow[] => {
      const says = what[kind]
      if (!says) return []
      return [{ what: says, partner, is: state, sent: sent ?? false, confirmed: confirmed ?? false, ms: ms ?? false }]
    })
    .sort((a, b) => order(a) - order(b))
}

/** Asked again with more shown, a partner that refused has one row: as it stands now. What was signed first keeps its time. */
function asTheyStand(lanes: readonly StageLane[]): StageLane[] {
  const byWhat = new Map<string, StageLane>()
  for (const lane of lanes) {
    const key = `${lane.kind} ${lane.partner}`
    if (byWhat.get(key)?.state !== 'confirmed') byWhat.set(key, lane)
  }
  return [...byWhat.values()]
}

const order = ({ ms }: { readonly ms: number | false }) => (ms === false ? -1 : ms)
