import type { StoredEvent } from '#ledger'
import type { Lane } from '#partners'
import { type Names, sentence, whoOf } from './partner-names.ts'
import { say } from './say.ts'

/**
 * How far each network is with the phone. A stop that is confirmed holds until its end, or until its undoing is: that it is
 * asked again to last longer takes nothing away.
 */
export function networksOf(lanes: readonly Lane[]) {
  const how = new Map<string, Lane['state'] | 'undone'>()
  for (const { kind, partner, state } of lanes) {
    if (kind === 'block-handset' && how.get(partner) !== 'confirmed') how.set(partner, state)
    if (kind === 'unblock-handset' && state === 'confirmed') how.set(partner, 'undone')
  }
  const of = (...states: Lane['state'][]) =>
    [...how].filter(([, is]) => is !== 'undone' && states.includes(is)).map(([partner]) => partner)
  return {
    all: [...how.keys()],
    stopped: of('confirmed'),
    waiting: of('not-asked', 'sent', 'no-answer'),
    refused: of('refused'),
    ended: of('ended'),
  }
}

/**
 * Whether the line's network is still asked which phone it was, or does not know: then no network can block it. Undefined where that is
 * known, and where nobody was asked.
 */
export function handsetSought(lanes: readonly Pick<Lane, 'kind' | 'state'>[]): 'looking' | 'unknown' | undefined {
  const asked = lanes.filter(({ kind, state }) => kind === 'find-handset' && state !== 'cancelled')
  if (asked.length === 0 || lanes.some(({ kind }) => kind === 'block-handset')) return undefined
  return asked.some(({ state }) => ['not-asked', 'sent', 'no-answer'].includes(state)) ? 'looking' : 'unknown'
}

/** The phone or its number was stopped, and what stopped it has ended by itself: nothing holds now, and nothing is on its way. */
export function haveEnded(lanes: readonly Lane[]): boolean {
  const { stopped, waiting, ended } = networksOf(lanes)
  const line = lanes.filter(({ kind }) => kind === 'suspend-line').at(-1)?.state
  return stopped.length === 0 && waiting.length === 0 && line !== 'confirmed' && (ended.length > 0 || line === 'ended')
}

export type Standing = 'open' | 'seized' | 'returned' | 'ended'

/** Where things stand, in the fewest sentences that are true. */
export function stands(lanes: readonly Lane[], names: Names, standing: Standing): string {
  if (standing === 'returned') return say('stands.returned')
  if (standing === 'ended') return say('stands.ended')
  const { stopped, waiting, refused } = networksOf(lanes)
  const said: string[] = standing === 'seized' ? [say('stands.seized')] : []
  if (stopped.length > 0) said.push(say('stands.blocked', { names: () => whoOf(stopped, 'networks', names, true) }))
  if (stopped.length > 0 && waiting.length > 0) said.push(waitingSays(waiting, names))
  if (stopped.length === 0 && waiting.length > 0) said.push(say('stands.asking', { n: waiting.length }))
  if (haveEnded(lanes)) said.push(say('stands.lapsed'))
  if (refused.length > 0) said.push(say('stands.refused', { n: refused.length }))
  if (lanes.some(({ kind, state }) => kind === 'suspend-line' && state === 'confirmed')) said.push(say('stands.line'))
  const sought = handsetSought(lanes)
  if (sought) said.push(say(sought === 'looking' ? 'stands.looking' : 'stands.no-handset'))
  return said.length > 0 ? said.map(sentence).join(' ') : say('stands.checking')
}

const waitingSays = (waiting: readonly string[], names: Names) =>
  say(waiting.length === 1 ? 'stands.waiting' : 'stands.waiting.many', {
    names: () => whoOf(waiting, 'networks', names),
  })

/** How a case stands by its stream, as far as its victim is told. Police have its phone until the last exhibit is ruled out. */
export function standingOf(events: readonly StoredEvent[]): Standing {
  let standing: Standing = 'open'
  let before: Standing = 'open'
  const held = new Set<unknown>()
  for (const { type, data } of events) {
    const { exhibit, reason } = data as { exhibit?: string; reason?: string }
    if (type === 'exhibits.owner-found') {
      held.add(exhibit)
      if (standing !== 'seized') before = standing
      standing = 'seized'
    }
    if (type === 'exhibits.owner-ruled-out') {
      held.delete(exhibit)
      if (standing === 'seized' && held.size === 0) standing = before
    }
    if (type === 'reports.report-withdrawn') standing = 'ended'
    if (type === 'reports.case-reopened') standing = held.size > 0 ? 'seized' : 'open'
    if (type === 'reports.case-closed') standing = reason === 'returned' ? 'returned' : 'ended'
  }
  return standing
}
