import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { NoteSigner, NoteVerifier } from '#lib/note'
import type { Config } from '#platform/config'
import { localSecret } from '#platform/local-secret'
import { sealSigner } from './key.ts'

type KeyConfig = Pick<Config, 'sealKey' | 'origin' | 'dataDir'>

const NAME = 'seal-key'

/** The key that signs this ledger's heads: the configured one, else one made once in the data folder. */
export function openSealKey({ sealKey, origin, dataDir }: KeyConfig): NoteSigner {
  return sealSigner(sealKey ?? localSecret(dataDir, NAME), origin)
}

/** As `openSealKey` for those who only check: undefined when no key is here, and none is made. */
export function knownSealKey(config: KeyConfig): NoteVerifier | undefined {
  const isHere = config.sealKey !== undefined || existsSync(join(config.dataDir, 'secrets', NAME))
  return isHere ? openSealKey(config) : undefined
}
