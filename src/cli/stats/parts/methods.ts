import { discover } from '#platform/discover'
import type { Method } from './method.ts'

/** Every method of src/cli/stats, by name. */
export async function methods(): Promise<Method[]> {
  const found = await discover('cli/stats')
  return found.map(({ file, name, exports }) => {
    const method = exports.default as Method | undefined
    if (method?.name !== name) throw new Error(`${file} must export a default method that is called ${name}`)
    return method
  })
}
