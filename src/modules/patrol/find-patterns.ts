import { discover } from '#platform/discover'
import type { Pattern } from './pattern.ts'

let found: Promise<readonly Pattern[]> | undefined

/** Every pattern, found by folder. */
export function findPatterns(): Promise<readonly Pattern[]> {
  found ??= discover('modules/patrol/patterns').then((files) =>
    files.map(({ file, name, exports }) => {
      const pattern = exports.default as Pattern | undefined
      if (pattern?.slug !== name) throw new Error(`${file} must export by default the pattern ${name}.`)
      return pattern
    }),
  )
  return found
}
