import { undoOf } from '#modules/response/public'
import type { Lane } from '#partners'
import { isNotTheirs } from './lanes.ts'
import { type Key, say } from './say.ts'
import { type Step, settles, type Target, targets } from './vocabulary.ts'

/** How a target stands: as far as its requests have come, or as the victim says, or nobody has been asked. */
export type TargetState =
  | ('confirmed' | 'refused' | 'no-answer' | 'ended' | 'not-asked' | 'sent')
  | ('you-did-it' | 'not-on-phone' | 'untouched')

export type TargetRow = {
  readonly target: Target
  readonly title: string
  readonly is: TargetState
  readonly says: string
  /** The one thing that the victim can do about it now. */
  readonly todo: string
}

/** What is known of a case's targets. */
export type Touched = {
  /** Every lane of the case, in the order in which it was owed. */
  readonly lanes: readonly Pick<Lane, 'partner' | 'kind' | 'state' | 'code'>[]
  /** The victim, or the register, named somebody who keeps it. */
  readonly named: ReadonlySet<Target>
  readonly ticked: readonly Step[]
  readonly absent: readonly Target[]
}

const stops: Readonly<Record<Target, readonly string[]>> = {
  bank: ['step-up-account', 'freeze-account'],
  email: ['end-mail-sessions'],
  // One order to the maker holds both: no change to the account, no payment from the wallet.
  cloud: ['distrust-handset'],
  wallet: ['distrust-handset'],
  crypto: ['hold-withdrawals'],
  identity: ['suspend-digital-identity'],
  work: [],
}

/** What wants the victim's eye most comes first: of several banks the one that said no counts. */
const worstFirst = ['refused', 'no-answer', 'ended', 'not-asked', 'sent', 'confirmed'] as const

const shown: Readonly<Record<Lane['state'], (typeof worstFirst)[number] | undefined>> = {
  ...{ 'not-asked': 'not-asked', sent: 'sent', confirmed: 'confirmed', refused: 'refused', 'no-answer': 'no-answer' },
  ...{ lapsed: 'ended', ended: 'ended', 'not-sent': 'not-asked', cancelled: undefined },
}

/**
 * Every way into the victim's life that the phone opens, each in exactly one state with one thing to do. A partner's signed
 * yes counts most, then what the victim says, then the least that any partner has done. Pure.
 */
export const targetsOf = (touched: Touched): TargetRow[] =>
  targets.map((target) => {
    const { is, by } = stateOf(target, touched)
    return {
      target,
      title: say(`target.${target}`),
      is,
      says: say(`target.is.${is}`),
      todo: say(todoOf(target, is, by)),
    }
  })

type By = 'partner' | 'victim' | 'nobody'

function stateOf(target: Target, { lanes, named, ticked, absent }: Touched): { is: TargetState; by: By } {
  const open = openAt(target, lanes)
  const worst = worstFirst.find((one) => open.includes(one))
  if (worst === 'confirmed') return { is: worst, by: 'partner' }
  if (ticked.some((step) => settles[step].includes(target))) return { is: 'you-did-it', by: 'victim' }
  if (absent.includes(target)) return { is: 'not-on-phone', by: 'victim' }
  if (worst) return { is: worst, by: 'partner' }
  return named.has(target) ? { is: 'not-asked', by: 'nobody' } : { is: 'untouched', by: 'nobody' }
}

/** How each stop on a target stands that was not taken back: one a partner and kind, however often it was asked. */
function openAt(target: Target, lanes: Touched['lanes']): (typeof worstFirst)[number][] {
  const latest = new Map<string, (typeof worstFirst)[number]>()
  for (const lane of lanes) {
    const stop = stops[target].find((kind) => kind === lane.kind || undoOf[kind] === lane.kind)
    const is = shown[lane.state]
    if (!stop || !is || isNotTheirs(lane)) continue
    const key = `${lane.partner} ${stop}`
    if (lane.kind !== stop) {
      if (is !== 'refused') latest.delete(key)
    } else if (latest.get(key) !== 'confirmed' || is === 'refused') latest.set(key, is)
  }
  return [...latest.values()]
}

function todoOf(target: Target, is: TargetState, by: By): Key {
  if (is === 'confirmed') return 'todo.done'
  if (is === 'you-did-it' || is === 'not-on-phone') return 'todo.nothing'
  if (is === 'sent') return 'todo.wait'
  if (is === 'not-asked') return by === 'nobody' ? 'todo.prove' : 'todo.wait'
  return is === 'untouched' ? `todo.name.${target}` : `todo.yourself.${target}`
}
