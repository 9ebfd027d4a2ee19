import type { z } from 'zod'
import { isPersonal, type RouteContext, type RouteFrame } from './define-route.ts'
import type { Pass } from './pass.ts'
import type { Problem } from './problem.ts'
import { demandClosedReply, demandStrictInput } from './schema-rules.ts'

/** One thing that happened. `id` is what the browser sends back as Last-Event-ID to go on from here. */
export type Update<Reply> = { id: string; data: Reply }

type Definition<Tables, P extends z.ZodObject, Q extends z.ZodObject, R extends z.ZodType> = RouteFrame & {
  params?: P
  query?: Q
  /** The whole of what one update may hold. */
  reply: R
  /** What is listened for; `announce(db, topic)` wakes it. `held` is the pass of the browser, which may name the case. */
  topic: (input: z.output<P> & z.output<Q>, held: Pass | undefined) => string
  /** The updates after this id (or from the start), oldest first. Runs at the start and after each announcement. */
  since: (
    input: z.output<P> & z.output<Q>,
    after: string | undefined,
    context: RouteContext<Tables>,
  ) => Promise<readonly Update<z.output<R>>[] | Problem>
}

/** A stream of updates as the application mounts it. */
export type Live = Omit<Definition<never, z.ZodObject, z.ZodObject, z.ZodType>, 'topic' | 'since' | 'personal'> & {
  kind: 'live'
  personal: boolean
  topic: (input: never, held: Pass | undefined) => string
  since: (
    input: never,
    after: string | undefined,
    context: RouteContext<never>,
  ) => Promise<readonly Update<unknown>[] | Problem>
}

type Nothing = z.ZodObject<Record<never, never>>

/**
 * Server-sent events for a live page. An announcement only says "look again": what is sent comes from `since`, through
 * the gate's rules, audit and reply filter, so a lost announcement loses nothing and a reconnect goes on where it was.
 */
export const defineLive =
  <Tables = unknown>() =>
  <R extends z.ZodType, P extends z.ZodObject = Nothing, Q extends z.ZodObject = Nothing>(
    live: Definition<Tables, P, Q, R>,
  ): Live => {
    const name = `live ${live.url}`
    demandClosedReply(name, live.reply)
    demandStrictInput(name, live)
    return { ...live, kind: 'live', personal: isPersonal(live) } as unknown as Live
  }
