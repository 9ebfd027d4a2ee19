import type { EventRow } from '../seal/leaf.ts'

/** One row of a ledger, from the database or from an export. Tables come one after the other, each in key order. */
export type TableRow = { table: string; row: Record<string, unknown> }

export type SealedRow = { seq: number; event: number; leaf: Buffer }
export type HeadRow = { size: number; root: Buffer; note: string; at: number }
export type TileRow = { level: number; index: number; root: Buffer }

/** The tables that are read, in the order in which they must come. All others in an export are passed over. */
export const ledgerTables = ['event', 'sealed', 'head', 'tile', 'unsealed'] as const

export function eventRow(row: Record<string, unknown>): EventRow {
  return row as EventRow
}

export function sealedRow(row: Record<string, unknown>): SealedRow {
  return { seq: number(row, 'seq'), event: Number(row.event_id), leaf: bytes(row, 'leaf') }
}

export function headRow(row: Record<string, unknown>): HeadRow {
  const at = Date.parse(String(row.at))
  return { size: number(row, 'size'), root: bytes(row, 'root'), note: String(row.note), at }
}

export function tileRow(row: Record<string, unknown>): TileRow {
  return { level: number(row, 'level'), index: number(row, 'index'), root: bytes(row, 'root') }
}

/** A whole number that may have been written as text, as drivers and exports write 64-bit numbers. */
export function number(row: Record<string, unknown>, column: string): number {
  const value = Number(row[column])
  if (!Number.isSafeInteger(value))
    throw new Error(`column ${column} is not a whole number: this is no Ringback ledger`)
  return value
}

/** Bytes as a driver gives them, or as an export writes them: `\x` and hex digits, or base64. */
export function bytes(row: Record<string, unknown>, column: string): Buffer {
  const value = row[column]
  if (Buffer.isBuffer(value)) return value
  if (typeof value !== 'string') throw new Error(`column ${column} holds no bytes: this is no Ringback ledger`)
  return value.startsWith('\\x') ? Buffer.from(value.slice(2), 'hex') : Buffer.from(value, 'base64')
}
