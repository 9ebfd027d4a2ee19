import type { FeedKey } from '#http'
import { noteSigner, signNote } from '#lib/note'
import { type Config, ConfigError } from '#platform/config'
import { localSecret } from '#platform/local-secret'

/** The key that signs the feed of the blocklist: the configured one, else one made once in the data folder. */
export function openFeedKey({ feedKey, dataDir, origin }: Pick<Config, 'feedKey' | 'dataDir' | 'origin'>): FeedKey {
  const seed = Buffer.from(feedKey ?? localSecret(dataDir, 'feed-key'), 'base64url')
  if (seed.length !== 32) throw new ConfigError('RINGBACK_FEED_KEY is not 32 bytes in base64url')
  const signer = noteSigner(`${origin}/feed`, seed)
  return { name: signer.name, vkey: signer.vkey, sign: (text) => signNote(text, signer) }
}
