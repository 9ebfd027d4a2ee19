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
const worstFirst = ['refused', 'no-answer', 'ended', 'not-sent', 'not-asked', 'sent', 'confirmed'] as const
type Is = (typeof worstFirst)[number]

const shown: Readonly<Record<Lane['state'], Is | undefined>> = {
  ...{ 'not-asked': 'not-asked', sent: 'sent', confirmed: 'confirmed', refused: 'refused', 'no-answer': 'no-answer' },
  ...{ lapsed: 'ended', ended: 'ended', 'not-sent': 'not-sent', cancelled: undefined },
}

/**
 * Every way into the victim's life that the phone opens, each in exactly one state with one thing to do. A partner's signed
 * yes counts most, then what the victim says, then the least that any partner has done. Pure.
 */
export const targetsOf = (touched: Touched): TargetRow[] =>
  targets.map((target) => {
    const { is, todo } = stateOf(target, touched)
    return { target, title: say(`target.${target}`), is, says: say(`target.is.${is}`), todo: say(todo) }
  })

function stateOf(target: Target, { lanes, named, ticked, absent }: Touched): { is: TargetState; todo: Key } {
  const open = openAt(target, lanes)
  const worst = worstFirst.find((one) => open.some(({ is }) => is === one))
  const didIt = ticked.some((step) => settles[step].includes(target))
  if (worst === 'confirmed') return { is: worst, todo: didIt ? 'todo.nothing' : doneOf(target, open) }
  if (didIt) return { is: 'you-did-it', todo: 'todo.nothing' }
  if (absent.includes(target)) return { is: 'not-on-phone', todo: 'todo.nothing' }
  if (worst === 'sent' || worst === 'not-asked') return { is: worst, todo: 'todo.wait' }
  // What was not sent is asked by nobody any more.
  if (worst) return { is: worst === 'not-sent' ? 'not-asked' : worst, todo: `todo.yourself.${target}` }
  return named.has(target) ? { is: 'not-asked', todo: 'todo.prove' } : { is: 'untouched', todo: `todo.name.${target}` }
}

type Open = { readonly partner: string; readonly stop: string; readonly is: Is }

/** How each stop on a target stands that was not taken back: one a partner and kind, however often it was asked. */
function openAt(target: Target, lanes: Touched['lanes']): Open[] {
  const latest = new Map<string, Open>()
  for (const lane of lanes) {
    const stop = stops[target].find((kind) => kind === lane.kind || undoOf[kind] === lane.kind)
    const is = shown[lane.state]
    if (!stop || !is || isNotTheirs(lane)) continue
    const key = `${lane.partner} ${stop}`
    if (lane.kind !== stop) {
      if (is !== 'refused') latest.delete(key)
    } else if (latest.get(key)?.is !== 'confirmed' || is === 'refused')
      latest.set(key, { partner: lane.partner, stop, is })
  }
  return [...latest.values()]
}

const leavesOpen: Partial<Readonly<Record<Target, Key>>> = {
  bank: 'todo.done.bank',
  email: 'todo.done.email',
  cloud: 'todo.done.cloud',
  wallet: 'todo.done.wallet',
  crypto: 'todo.done.crypto',
}

/** What a stop that was signed leaves open: a bank that only trusts the phone no more pays with every card. */
function doneOf(target: Target, open: readonly Open[]): Key {
  const frozen = new Set(open.filter(({ stop }) => stop === 'freeze-account').map(({ partner }) => partner))
  if (target === 'bank' && open.every(({ partner }) => frozen.has(partner))) return 'todo.done.bank.frozen'
  return leavesOpen[target] ?? 'todo.done'
}
