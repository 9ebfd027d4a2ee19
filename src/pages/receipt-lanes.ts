import { isNotTheirs } from '#modules/victims/public'
import type { Lane as AskedLane } from '#partners'
import type { LaneState } from './lane-state.ts'

/** What each kind of stop does, said to the victim. Kinds that are not here are our own business and not shown. */
const says: Readonly<Record<string, string>> = {
  'lock-screen': 'Lock the screen',
  'hold-line-changes': 'Let nobody move your number',
  'match-identity': 'Ask if it is you',
  'find-handset': 'Find out which phone it is',
  'suspend-line': 'Stop calls and data, but not 999',
  'block-handset': 'Block the phone on every network',
  'step-up-account': 'Trust the phone no more',
  'freeze-account': 'Freeze your money',
  'distrust-handset': 'Trust its wallet and account no more',
  'end-mail-sessions': 'Sign your e-mail out',
  'hold-withdrawals': 'Let no crypto leave',
  'suspend-digital-identity': 'Make the ID on it useless',
  'start-locating': 'Find the phone for the police',
  'list-stolen': 'Stop it being set up again',
  'wipe-handset': 'Erase the phone',
  'record-crime': 'Record the crime',
}

/** One thing that was asked, with everybody who stands at the same point: a reader with shaking hands reads few lines. */
export type ReceiptLane = {
  readonly says: string
  readonly is: LaneState
  readonly who: readonly { readonly name: string; readonly at: string | false; readonly tookMs: number | false }[]
}

const words: Readonly<Record<AskedLane['state'], LaneState | undefined>> = {
  'not-asked': 'not-asked',
  sent: 'sent',
  confirmed: 'confirmed',
  refused: 'refused',
  'no-answer': 'no-answer',
  lapsed: 'ended',
  ended: 'ended',
  'not-sent': 'not-asked',
  cancelled: undefined,
}

/** The lanes as the receipt shows them: in the order in which they were owed, grouped by what and how far. */
export function receiptLanes(lanes: readonly AskedLane[], nameOf: (partner: string) => string): ReceiptLane[] {
  const groups = new Map<string, ReceiptLane & { who: ReceiptLane['who'][number][] }>()
  for (const { kind, state, partner, asked, answered, until } of latest(lanes.filter((one) => !isNotTheirs(one)))) {
    const [what, is] = [says[kind], words[state]]
    if (!what || !is) continue
    const key = `${kind} ${is}`
    const group = groups.get(key) ?? { says: what, is, who: [] }
    const over = is === 'ended'
    const tookMs = !over && asked && answered ? Date.parse(answered) - Date.parse(asked) : false
    group.who.push({ name: nameOf(partner), at: (over ? until : (answered ?? asked)) ?? false, tookMs })
    groups.set(key, group)
  }
  return [...groups.values()]
}

/** The same asked again of the same partner (with a later end) is one lane, as it stands now. */
function latest(lanes: readonly AskedLane[]): AskedLane[] {
  const byWhat = new Map<string, AskedLane>()
  for (const lane of lanes) {
    const key = `${lane.kind} ${lane.partner}`
    const before = byWhat.get(key)
    // What was confirmed stays confirmed while a longer hold is still on its way.
    const stillHolds = before?.state === 'confirmed' && lane.state !== 'confirmed' && lane.state !== 'refused'
    if (!stillHolds) byWhat.set(key, lane)
  }
  return [...byWhat.values()]
}

/** Whether an answer may still come, so that looking again is worth it. */
export const isPending = (lanes: readonly ReceiptLane[]): boolean =>
  lanes.some(({ is }) => is === 'not-asked' || is === 'sent' || is === 'no-answer')
