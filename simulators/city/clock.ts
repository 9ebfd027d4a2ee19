/** The day's clock: so many seconds of the day to one of ours. */
export type DayClock = {
  /** Seconds from the day's midnight, now. */
  readonly now: () => number
  /** Our milliseconds from now until then; 0 when it is past. */
  readonly until: (at: number) => number
}

export function dayClock({ from, speed, began }: { from: number; speed: number; began: number }): DayClock {
  return {
    now: () => from + ((Date.now() - began) / 1000) * speed,
    until: (at) => Math.max(0, began + ((at - from) / speed) * 1000 - Date.now()),
  }
}

/** `HH:MM` as seconds from midnight; 24:00 is the day's end. */
export function secondsOf(text: string): number {
  const [, hours, minutes] = /^([01]\d|2[0-4]):([0-5]\d)$/.exec(text) ?? []
  const seconds = Number(hours) * 3600 + Number(minutes) * 60
  if (!(seconds <= 86_400)) throw new RangeError(`${text} is no time of a day: write it like 16:30.`)
  return seconds
}
