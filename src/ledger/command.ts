import type { z } from 'zod'
import type { NewEvent } from './event.ts'
import type { Fold } from './fold.ts'

/** The same thing owed to each of some partners because of an event. `input` holds references, never personal data. */
export type Obligation = {
  readonly partners: readonly string[]
  readonly kind: string
  /** What it acts on at the partner; order is kept for each (partner, target). */
  readonly target: string
  readonly input: Readonly<Record<string, unknown>>
  readonly due?: string
  readonly until?: string
  readonly standing?: boolean
  readonly cancels?: string
}

/** A business "no", returned and never thrown. */
export type Refusal<Code extends string = string> = { readonly refused: Code }
export const refuse = <Code extends string>(code: Code): Refusal<Code> => ({ refused: code })

/** What a refusal means to the person who gets it, and the HTTP status at the edge. */
export type RefusalMeaning = { readonly status: 403 | 404 | 409 | 410 | 422 | 429; readonly says: string }

export type Decision<Code extends string = string> =
  | readonly NewEvent[]
  | { readonly events: readonly NewEvent[]; readonly owes: readonly Obligation[] }
  | Refusal<Code>

export type Deciding = { readonly now: string }

export type CommandDefinition<Input = unknown, State = unknown, Code extends string = string, Raw = Input> = {
  readonly name: string
  readonly input: z.ZodType<Input, Raw>
  readonly refusals: Readonly<Record<Code, RefusalMeaning>>
  /** Rules across streams: the unique constraint of an inline view, and the refusal that breaking it means. */
  readonly conflicts?: Readonly<Record<string, Code>>
  readonly stream: (input: Input) => string
  /** Usually the first of its stream: then it is tried without reading the stream first, and only a clash makes it read. */
  readonly begins?: boolean
  /** What of the input must be the same when a key comes again; all of it unless said (a vault reference is new each time). */
  readonly keyed?: (input: Input) => unknown
  readonly state: Fold<State>
  readonly decide: (input: Input, state: State, deciding: Deciding) => Decision<Code>
}

/** A command: its `decide` is a pure function of the input, the stream's state and the time. */
export function defineCommand<Schema extends z.ZodType, State, const Code extends string>(
  name: string,
  command: {
    readonly input: Schema
    readonly refusals: Readonly<Record<Code, RefusalMeaning>>
    readonly conflicts?: Readonly<Record<string, NoInfer<Code>>>
    readonly stream: (input: z.output<Schema>) => string
    readonly begins?: boolean
    readonly keyed?: (input: z.output<Schema>) => unknown
    readonly state: Fold<State>
    readonly decide: (input: z.output<Schema>, state: State, deciding: Deciding) => Decision<NoInfer<Code>>
  },
): CommandDefinition<z.output<Schema>, State, Code, z.input<Schema>> {
  if (!/^[a-z]+(-[a-z]+)*$/.test(name)) throw new Error(`Command ${name}: write it as a verb with hyphens.`)
  return { name, ...command, input: command.input as never }
}

export const isRefusal = <Code extends string>(decision: Decision<Code>): decision is Refusal<Code> =>
  'refused' in decision
