import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { localSecret } from '../local-secret.ts'
import { type Kek, parseKeks } from './key-encryption.ts'

/** The key-encryption keys of RINGBACK_KEK, or one made in the data folder (mode 0600). Say `advice` loudly when there is
 * any. The made key's id is a digest of it, so that another key never passes for it. */
export function keksFor(config: { kek: string | undefined; dataDir: string }): {
  keks: [Kek, ...Kek[]]
  advice?: string
} {
  if (config.kek) return { keks: parseKeks(config.kek) }
  const path = join(config.dataDir, 'secrets', 'vault-kek')
  const known = existsSync(path)
  const secret = localSecret(config.dataDir, 'vault-kek')
  const id = createHash('sha256').update(secret).digest('hex').slice(0, 8)
  const keks = parseKeks(`local-${id}:${secret}`)
  return known ? { keks } : { keks, advice: adviceOn(path) }
}

const adviceOn = (path: string) =>
  `The key to all personal data was made in ${path}. Keep a copy of it apart from the database and from its backups: without it nobody can read them, and with both anybody can.`
