import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import type { Kysely } from 'kysely'
import { type Kek, localKeyEncryption } from './key-encryption.ts'
import type { Look, LookRow } from './reveal.ts'
import type { VaultTables } from './tables.ts'
import { tombstonesIn } from './tombstones.ts'
import { openVault, type VaultParts } from './vault.ts'

/** A new key-encryption key for a test. */
export const makeKek = (id: string): Kek => ({ id, key: randomBytes(32) })

/** A look that lacks nothing. */
export const look: Look = {
  actor: 'staff:officer-1',
  tenant: 'force:a',
  purpose: 'investigation',
  act: 'report-read',
  request: 'r-1',
}

/** A vault on a test's database, with its parts, a folder for its tombstones and the looks that it wrote down. */
export async function testVault(t: TestContext, db: Kysely<VaultTables>, changed: Partial<VaultParts> = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'ringback-vault-'))
  t.after(() => rm(folder, { recursive: true }))
  const looks: LookRow[] = []
  const parts: VaultParts = {
    keys: localKeyEncryption([makeKek('k1')]),
    tombstones: tombstonesIn(folder),
    audit: async (_trx, rows) => void looks.push(...rows),
    now: () => new Date('2026-03-01T12:00:00Z'),
    ...changed,
  }
  return { vault: await openVault(db, parts), parts, folder, looks }
}
