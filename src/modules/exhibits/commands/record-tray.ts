import { defineCommand, fold, refuse } from '#ledger'
import { TrayScanned } from '../events/tray-scanned.ts'

const scanned = fold(false, (on) => [on(TrayScanned, () => true)])

/** Records that a tray was read in. */
export const recordTray = defineCommand('record-tray', {
  input: TrayScanned.schema,
  refusals: { 'tray-known': { status: 409, says: 'This tray was read before. Nothing changed.' } },
  stream: ({ tray }) => `tray/${tray}`,
  begins: true,
  keyed: ({ tray, sha256 }) => ({ tray, sha256 }),
  state: scanned,
  decide: (tray, before) => (before ? refuse('tray-known') : [TrayScanned.of(tray)]),
})
