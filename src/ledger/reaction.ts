import type { Kysely } from 'kysely'
import type { Kept, NewRecord, Standing } from '#platform/vault/put'
import type { Revealed } from '#platform/vault/reveal'
import type { VaultClass } from '#platform/vault/tables'
import type { VaultRef } from '#platform/vault-ref'
import type { CommandDefinition } from './command.ts'
import type { EventDefinition, StoredEvent } from './event.ts'
import type { Outcome } from './outcome.ts'
import type { Statement, ToKeep } from './statement.ts'

/** What a reaction or a job may do. Whatever it executes is keyed, so that doing it again changes nothing. */
export type Tools<Tables = unknown> = {
  readonly db: Kysely<Tables>
  readonly now: () => Date
  /** `part` tells several commands of one occasion apart. The same occasion and part are one command, however often run. */
  readonly execute: <Input, State, Code extends string, Raw>(
    command: CommandDefinition<Input, State, Code, Raw>,
    input: Raw,
    part?: string,
    also?: readonly Statement[],
  ) => Promise<Outcome<Code>>
  readonly vault: {
    readonly put: (record: NewRecord) => Promise<Kept>
    /** A record that is kept by `keep`, given to `execute`. */
    readonly seal: (record: Omit<NewRecord, 'subject'>) => Promise<ToKeep>
    readonly putOnce: (record: NewRecord & { findBy: [string] }) => Promise<Standing>
    readonly find: (kind: VaultClass, value: string) => Promise<Kept[]>
    /** Destroys what a record of its own subject holds, for good; done already is done. `why` is a code. */
    readonly erase: (ref: VaultRef, why: string) => Promise<void>
    /** Audited like any look: by this reaction, for this purpose. */
    readonly reveal: (act: string, purpose: string, refs: readonly VaultRef[]) => Promise<Map<VaultRef, Revealed>>
  }
}

type Handle<Tables> = (event: StoredEvent, tools: Tools<Tables>) => Promise<void>
type On<Tables> = <Data>(
  event: EventDefinition<Data>,
  react: (data: Data, event: StoredEvent, tools: Tools<Tables>) => Promise<void>,
) => { readonly type: string; readonly handle: Handle<Tables> }

/** What the program does by itself once something has happened: it follows the sealed order and executes commands. */
export type ReactionDefinition = {
  readonly kind: 'reaction'
  readonly name: string
  readonly types: readonly string[]
  readonly react: Handle<never>
}

/** One file each at modules/X/reactions. It may see an event again after a crash: what it does besides commands must bear that. */
export function defineReaction<Tables = unknown>(
  name: string,
  steps: (on: On<Tables>) => readonly { readonly type: string; readonly handle: Handle<Tables> }[],
): ReactionDefinition {
  const on: On<Tables> = (event, react) => ({
    type: event.type,
    handle: (stored, tools) => react(event.decode(stored), stored, tools),
  })
  const handlers = new Map(steps(on).map((step) => [step.type, step.handle]))
  return {
    ...{ kind: 'reaction', name, types: [...handlers.keys()] },
    react: async (event, tools) => handlers.get(event.type)?.(event, tools as unknown as Tools<Tables>),
  }
}

/** Something that is due by the clock and not by an event, such as an update that was promised. */
export type JobDefinition = {
  readonly kind: 'job'
  readonly name: string
  readonly everyMs: number
  /** A NOTIFY upon which it runs at once and not only by the clock; the clock finds what nobody spoke of. */
  readonly wokenBy?: { readonly channel: string; readonly payload: string }
  /** `signal` ends with the process: what takes longer than a moment stops then. */
  readonly run: (tools: Tools<never>, signal?: AbortSignal) => Promise<void>
}

type Job<Tables> = Pick<JobDefinition, 'everyMs' | 'wokenBy'> & {
  readonly run: (tools: Tools<Tables>, signal?: AbortSignal) => Promise<void>
}

/** One file each at modules/X/jobs. It runs in one process at a time; a run that fails is run again. */
export function defineJob<Tables = unknown>(name: string, { run, ...when }: Job<Tables>): JobDefinition {
  return { kind: 'job', name, ...when, run: run as unknown as JobDefinition['run'] }
}
