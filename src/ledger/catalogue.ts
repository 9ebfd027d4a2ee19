import { discover, type Found } from '#platform/discover'
import type { CommandDefinition } from './command.ts'
import type { EventDefinition } from './event.ts'
import type { JobDefinition, ReactionDefinition } from './reaction.ts'
import type { ViewDefinition } from './view.ts'

/** Every event, command, view, reaction and job that the program knows, by name. */
export type Catalogue = {
  readonly events: ReadonlyMap<string, EventDefinition>
  readonly commands: ReadonlyMap<string, CommandDefinition>
  readonly views: ReadonlyMap<string, ViewDefinition>
  readonly reactions: ReadonlyMap<string, ReactionDefinition>
  readonly jobs: ReadonlyMap<string, JobDefinition>
}

type Kind<Definition> = {
  readonly what: string
  readonly is: (value: unknown) => value is Definition
  /** The file name (with its module) that a definition must stand in. */
  readonly home: (definition: Definition, module: string) => string
  readonly key: (definition: Definition) => string
}

const has = (value: unknown, ...fields: string[]) =>
  typeof value === 'object' && value !== null && fields.every((field) => field in value)

const event: Kind<EventDefinition> = {
  what: 'event',
  is: (value): value is EventDefinition => has(value, 'type', 'schema', 'decode'),
  home: ({ type }, module) => (type.startsWith(`${module}.`) ? type.slice(module.length + 1) : type),
  key: ({ type }) => type,
}
const command: Kind<CommandDefinition> = {
  what: 'command',
  is: (value): value is CommandDefinition => has(value, 'name', 'decide', 'refusals'),
  home: ({ name }) => name,
  key: ({ name }) => name,
}
const view: Kind<ViewDefinition> = {
  what: 'view',
  is: (value): value is ViewDefinition => has(value, 'name', 'kind', 'queries'),
  home: ({ name }) => name.replaceAll('_', '-'),
  key: ({ name }) => name,
}

const reaction: Kind<ReactionDefinition> = {
  what: 'reaction',
  is: (value): value is ReactionDefinition => has(value, 'react') && (value as ReactionDefinition).kind === 'reaction',
  home: ({ name }) => name,
  key: ({ name }) => name,
}
const job: Kind<JobDefinition> = {
  what: 'job',
  is: (value): value is JobDefinition => has(value, 'run') && (value as JobDefinition).kind === 'job',
  home: ({ name }) => name,
  key: ({ name }) => name,
}

/** Finds all definitions by folder; stops the start on a missing, misnamed or doubled one. */
export async function loadCatalogue(): Promise<Catalogue> {
  const [events, partnerEvents, commands, views, reactions, jobs] = await Promise.all([
    discover('modules/*/events'),
    discover('partners/events'),
    discover('modules/*/commands'),
    discover('modules/*/views'),
    discover('modules/*/reactions'),
    discover('modules/*/jobs'),
  ])
  return {
    events: collect([...events, ...partnerEvents], event),
    commands: collect(commands, command),
    views: collect(views, view),
    reactions: collect(reactions, reaction),
    jobs: collect(jobs, job),
  }
}

/** The definitions that found files export, by key. */
export function collect<Definition>(found: readonly Found[], kind: Kind<Definition>): ReadonlyMap<string, Definition> {
  const all = new Map<string, Definition>()
  for (const { file, name, module, exports } of found) {
    const [definition, ...more] = Object.values(exports).filter(kind.is)
    if (!definition || more.length > 0) throw new Error(`${file} must export exactly one ${kind.what}.`)
    const home = kind.home(definition, module)
    if (home !== name)
      throw new Error(`${file} defines the ${kind.what} ${kind.key(definition)}: its file is ${home}.ts.`)
    if (all.has(kind.key(definition)))
      throw new Error(`The ${kind.what} ${kind.key(definition)} is defined twice: ${file}.`)
    all.set(kind.key(definition), definition)
  }
  return all
}
