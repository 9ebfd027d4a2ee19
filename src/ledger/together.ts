import { beforeCommit, type Entry, type Meta } from './append.ts'
import { type CommandDefinition, type Decision, isRefusal } from './command.ts'
import type { StoredEvent } from './event.ts'
import type { Outcome } from './outcome.ts'
import { placed } from './placed.ts'
import type { Statement } from './statement.ts'

/** A command with its input, ready to be decided beside others of other callers. */
export type Planned = {
  readonly stream: string
  readonly meta: Meta
  /** Written with what is decided here; not at all when this one is refused. */
  readonly also: readonly Statement[]
  readonly decide: (history: readonly StoredEvent[], now: string) => Decision
}

/**
 * Plans a command for `Ledger.executeTogether`. It has no key there: it must bear repeating, such as one that refuses what
 * is there already. Nor may it have conflicts: nobody could tell which of the company broke a rule.
 */
export function planned<Input, State, Code extends string, Raw>(
  command: CommandDefinition<Input, State, Code, Raw>,
  raw: Raw,
  { actor, tenant, cause }: Meta,
  also: readonly Statement[] = [],
): Planned {
  if (command.conflicts) throw new Error(`${command.name} has conflicts: execute it by itself.`)
  const input = command.input.parse(raw)
  return {
    stream: command.stream(input),
    meta: { actor, tenant, cause },
    also,
    decide: (history, now) => command.decide(input, command.state.run(history), { now }),
  }
}

/** Decides one after the other, each on what those before it brought about. Pure. */
export function decideTogether(
  plans: readonly Planned[],
  known: ReadonlyMap<string, readonly StoredEvent[]>,
  now: string,
): { readonly outcomes: Outcome[]; readonly entries: Entry[]; readonly kept: Statement[] } {
  const histories = new Map(known)
  const all: Entry[] = []
  const kept: Statement[] = []
  const outcomes = plans.map(({ stream, meta, also, decide }): Outcome => {
    const history = histories.get(stream) ?? []
    const decision = decide(history, now)
    if (isRefusal(decision)) return { ok: false, refused: decision.refused }
    const entries = placed(decision, stream, history.at(-1)?.version ?? 0).map((entry) => ({ ...entry, meta }))
    histories.set(stream, [...history, ...entries.map((entry) => beforeCommit(entry, meta, now))])
    all.push(...entries)
    kept.push(...also)
    return { ok: true, stream, versions: entries.map(({ version }) => version), repeated: false }
  })
  return { outcomes, entries: all, kept }
}
