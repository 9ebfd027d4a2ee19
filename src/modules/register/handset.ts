import { fold } from '#ledger'
import type { Imei } from '#lib/imei/imei'
import { EnrolmentBegun } from './events/enrolment-begun.ts'
import { HandsetEnrolled } from './events/handset-enrolled.ts'
import { HandsetRegistered } from './events/handset-registered.ts'

/** A handset as its stream tells it. `asked` is the line whose code was sent and not yet typed back, until when. */
export type Handset = {
  readonly owner: string | undefined
  readonly imeis: readonly Imei[]
  /** A shop has put it in the register, and vouches for these IMEIs. */
  readonly sold: boolean
  readonly asked: { readonly line: string; readonly until: string } | undefined
}

const unknown: Handset = { owner: undefined, imeis: [], sold: false, asked: undefined }

export const handset = fold<Handset>(unknown, (on) => [
  on(HandsetRegistered, (_, { owner, imeis, channel }) => ({
    owner,
    imeis,
    sold: channel !== 'owner',
    asked: undefined,
  })),
  on(EnrolmentBegun, (state, { line, until }) => ({ ...state, asked: { line, until } })),
  on(HandsetEnrolled, (state) => ({ ...state, asked: undefined })),
])
