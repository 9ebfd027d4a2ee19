import type { Imei } from '#lib/imei/imei'
import { type Why, whys } from '../match/judge.ts'

/** A tray as it was read: an ordinary table, not a view. The ledger holds one fact a tray. */
export type TrayTables = {
  tray: { tray: string; tenant: string; sha256: string; scanned_at: string }
  tray_row: {
    tray: string
    line: number
    label: string | null
    imeis: Imei[]
    state: 'matched' | 'ambiguous' | 'unknown' | 'unreadable'
    /** What to do about it, for an ambiguous row by its code, for an unreadable one in words. */
    why: Why | string | null
    case_id: string | null
    handset: string | null
    exhibit: string | null
    /** What networks did with it when the tray was scanned, by other registers' lists and by rules, in words; null: nothing. */
    networks: string | null
  }
}
export type TrayRow = TrayTables['tray_row']

/** Why a row needs a person, in words. */
export const sayWhy = ({ why }: Pick<TrayRow, 'why'>): string =>
  why === null ? '' : Object.hasOwn(whys, why) ? whys[why as Why] : why
