// Freezes one sample of each event version under test/golden. Add-only: a frozen sample must decode for ever.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { loadCatalogue } from '#ledger/catalogue'
import { canonical } from '#lib/canonical-json'

const folder = new URL('../test/golden/', import.meta.url)
const fileOf = (type: string, version: number) => new URL(`${type}.v${version}.json`, folder)

const existing = (file: URL) => {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}

mkdirSync(folder, { recursive: true })
const { events } = await loadCatalogue()
for (const { type, version, sample } of events.values()) {
  const file = fileOf(type, version)
  const frozen = existing(file)
  if (frozen === undefined) {
    writeFileSync(file, `${JSON.stringify({ type, typeVersion: version, data: sample }, null, 2)}\n`)
    console.log(`frozen: ${type} version ${version}`)
  } else if (canonical(JSON.parse(frozen).data) !== canonical(sample)) {
    console.error(
      `${type} version ${version} no longer matches its frozen sample: raise its version and add an upcast.`,
    )
    process.exitCode = 1
  }
}
