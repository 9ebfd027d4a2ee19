import { type Heard, heardIn, hourOf, isInOther } from '#lib/heard'
import type { Chance } from '../../simulators/city/chance.ts'
import { rate } from './rates.ts'

/** An innocent phone with one of the stolen phone's numbers, and what networks are able to see of it. */
export type Copy = {
  /** It has the very number under which the victim's SIM was: of a phone's other number its network hears nothing. */
  readonly isOfLinesNumber: boolean
  /** The victim's network tells in which hours it heard the line. */
  readonly isToldOf: boolean
  /** The network of the copy compares them with what its own SIMs did. */
  readonly isComparedWith: boolean
  readonly hours: ReadonlySet<number>
  readonly linesHours: ReadonlySet<number>
}

const day = 24

/** The hours of a day in which a phone that is on was heard. */
function hoursHeard(chance: Chance, now: Date): Set<number> {
  const all = Array.from({ length: day }, (_, hour) => hourOf(now) - hour)
  return new Set(all.filter(() => chance.happens(rate('heardAnHour'))))
}

export function copyOf(chance: Chance, now: Date): Copy {
  const isOn = chance.happens(rate('copyIsOn'))
  return {
    isOfLinesNumber: chance.happens(rate('lineUnderCopied')),
    isToldOf: chance.happens(rate('tellsHours')),
    isComparedWith: chance.happens(rate('comparesHours')),
    hours: isOn ? hoursHeard(chance, now) : new Set(),
    linesHours: hoursHeard(chance, now),
  }
}

const marks = { line: 'line-line-line-line-li' }

/** What the victim's network tells of the hours of a line that is in a handset with these numbers. */
export function hoursOfLine(
  { isOfLinesNumber, isToldOf, linesHours }: Copy,
  keys: readonly string[],
): Heard | undefined {
  const imeiKey = isOfLinesNumber ? keys[0] : keys[1]
  return isToldOf && imeiKey !== undefined ? heardIn(linesHours, { imeiKey, sim: marks.line }) : undefined
}

/** Whether the copy's network lets it in all the same: by what it was told with the block, and what it heard itself. */
export const isSpared = ({ isComparedWith, hours }: Copy, heard: Heard | undefined, copiedKey: string): boolean =>
  isComparedWith && heard?.imeiKey === copiedKey && isInOther(heard, hours)
