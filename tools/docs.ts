// Writes the documents that follow from the code. `--check` writes nothing and fails when one has drifted.
import { readFileSync, writeFileSync } from 'node:fs'
import { documents } from './docs/documents.ts'

const root = new URL('../', import.meta.url)
const check = process.argv.includes('--check')

const read = (file: URL) => {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

for (const { path, render } of documents) {
  const file = new URL(path, root)
  const text = await render()
  if (read(file) === text) continue
  if (check) {
    console.error(`${path} no longer matches the code. Run: npm run docs`)
    process.exitCode = 1
  } else {
    writeFileSync(file, text)
    console.log(`written: ${path}`)
  }
}
