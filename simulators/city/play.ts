import { setTimeout as pause } from 'node:timers/promises'
import { tray, withdraw } from './acts/desk.ts'
import { goOffDuty, goOnDuty, move, watchDevices } from './acts/officers.ts'
import { report } from './acts/report.ts'
import { activate, attach, bag, offer, ownPhone, taken } from './acts/thief.ts'
import type { DayClock } from './clock.ts'
import type { Step } from './schedule.ts'
import type { World } from './world.ts'

/** So many things happen side by side; what is due later waits its turn. */
const mostAtOnce = 24
const lookEveryMs = 2000

type Playing = {
  readonly steps: readonly Step[]
  readonly clock: DayClock
  readonly signal: AbortSignal
  /** Called for each step that was done. */
  readonly done: (step: Step) => void
}

/** Plays the steps at their times. A step that cannot be done is noted, and the day goes on. Ends early on `signal`. */
export async function play(world: World, { steps, clock, signal, done }: Playing): Promise<void> {
  const running = new Set<Promise<void>>()
  /** Officers do one thing after the other, however fast the day goes: nobody ends a shift that is still beginning. */
  const busy = new Map<number, Promise<void>>()
  const over = new AbortController()
  const watching = watch(world, AbortSignal.any([signal, over.signal]))
  for (const step of steps) {
    await pause(clock.until(step.at), undefined, { signal }).catch(() => undefined)
    if (signal.aborted) break
    while (running.size >= mostAtOnce) await Promise.race(running)
    const officer = 'officer' in step ? step.officer.number : undefined
    const before = officer === undefined ? undefined : busy.get(officer)
    const mine: Promise<void> = Promise.resolve(before)
      .then(() => act(world, step))
      .catch((error) => world.note({ saw: 'failed', what: nameOf(step), why: String(error) }))
      .finally(() => {
        running.delete(mine)
        done(step)
      })
    running.add(mine)
    if (officer !== undefined) busy.set(officer, mine)
  }
  await Promise.all(running)
  over.abort()
  await watching
}

const nameOf = (step: Step) => (step.do === 'report' ? `report by ${step.by}` : step.do)

async function act(world: World, step: Step): Promise<void> {
  switch (step.do) {
    case 'report':
      return report(world, step)
    case 'taken':
      return taken(world, step.theft)
    case 'sim-out':
      return undefined // the stolen number falls silent, and nothing that stops the phone hangs on it
    case 'bag':
      return bag(world, step.theft)
    case 'attach':
      return attach(world, step.theft, step.country)
    case 'activate':
      return activate(world, step.theft, step.country)
    case 'offer':
      return offer(world, step.theft)
    case 'own-phone':
      return ownPhone(world, step.theft)
    case 'withdraw':
      return withdraw(world, step.theft)
    case 'tray':
      return tray(world, step.thefts)
    case 'on-duty':
      return goOnDuty(world, step.officer, step.at)
    case 'move':
      return move(world, step.officer, step.at)
    case 'off-duty':
      return goOffDuty(world, step.officer)
  }
}

async function watch(world: World, signal: AbortSignal): Promise<void> {
  const look = watchDevices(world, new Date().toISOString())
  while (!signal.aborted) {
    await look().catch((error) => world.note({ saw: 'failed', what: 'officer looks', why: String(error) }))
    await pause(lookEveryMs, undefined, { signal }).catch(() => undefined)
  }
}
