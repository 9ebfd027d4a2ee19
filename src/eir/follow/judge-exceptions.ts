import { type ExceptionChange, exceptionLine } from '#lib/feed/exceptions'
import { afterPiece } from '#lib/feed/running-hash'
import { type Expected, type Fault, type Form, type Judged, judge, type Place } from './judge-batch.ts'

// What it does not understand it must be able to hash all the same: any two words without a space or line break.
const isWord = (text: unknown): text is string => typeof text === 'string' && /^[^\s]{0,500}$/.test(text)

const ofExceptions: Form<ExceptionChange> = {
  kind: 'exceptions',
  read({ no, about, says, seq }) {
    if (!Number.isSafeInteger(no) || !Number.isSafeInteger(seq) || !isWord(about) || !isWord(says)) return undefined
    return { no: Number(no), about, says, seq: Number(seq) }
  },
  hashAfter: (before, changes) => changes.reduce((hash, change) => afterPiece(hash, exceptionLine(change)), before),
}

/** Judges a batch of what stands beside the list, as `judgeBatch` does one of the list. */
export const judgeExceptions = (
  bytes: Buffer,
  expected: Expected,
  place: Place,
): Judged<ExceptionChange> | { readonly fault: Fault } => judge(ofExceptions, bytes, expected, place)
