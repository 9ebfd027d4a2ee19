import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
let copy: string

// Breaches are planted in a copy, so that a killed run leaves nothing behind in the checkout.
before(() => {
  copy = mkdtempSync(join(tmpdir(), 'ringback-borders-'))
  for (const part of ['src', 'simulators', 'package.json', 'tsconfig.json', '.dependency-cruiser.cjs'])
    cpSync(join(root, part), join(copy, part), { recursive: true })
  // Enough of a package for the import to resolve below node_modules.
  mkdirSync(join(copy, 'node_modules/pg'), { recursive: true })
  writeFileSync(join(copy, 'node_modules/pg/index.js'), '')
})
after(() => rmSync(copy, { recursive: true, force: true }))

const planted = [
  { rule: 'lib-is-pure', file: 'src/lib/planted-impure.ts', text: "import pg from 'pg'\nexport const planted = pg\n" },
  {
    rule: 'lib-imports-nothing-above',
    file: 'src/lib/planted-upward.ts',
    text: "export { openLedger } from '#ledger'\n",
  },
  {
    rule: 'ledger-knows-no-phone',
    file: 'src/ledger/planted.ts',
    text: "export * from '../modules/register/public.ts'\n",
  },
  {
    rule: 'deciding-is-pure',
    file: 'src/modules/register/commands/planted.ts',
    text: "import { readFileSync } from 'node:fs'\nexport const planted = readFileSync\n",
  },
  {
    rule: 'modules-meet-at-events-and-public',
    file: 'src/modules/reports/planted.ts',
    text: "export { registerHandset } from '#modules/register/commands/register-handset'\n",
  },
  {
    rule: 'connector-knows-its-partner-only',
    file: 'src/partners/connectors/planted.ts',
    text: "export { registerHandset } from '#modules/register/commands/register-handset'\n",
  },
  {
    rule: 'simulators-know-lib-only',
    file: 'simulators/planted.ts',
    text: "export { loadConfig } from '#platform/config'\n",
  },
  {
    rule: 'eir-knows-lib-only',
    file: 'src/eir/planted.ts',
    text: "export { openDatabase } from '#platform/database'\n",
  },
  {
    rule: 'rebuild-shares-nothing',
    file: 'src/rebuild/planted.ts',
    text: "export { monthsOf } from '#modules/statistics/figures'\n",
  },
  {
    rule: 'conformance-reads-for-itself',
    file: 'src/conformance/planted.ts',
    text: "export { verifyReceipt } from '#partners/receipts'\n",
  },
  { rule: 'source-imports-no-test', file: 'src/platform/planted.ts', text: "export * from './config.test.ts'\n" },
  {
    rule: 'no-cycles',
    file: 'src/lib/planted.ts',
    text: "import { other } from './planted-other.ts'\nexport const planted = () => other\n",
  },
]
const otherHalf = "import { planted } from './planted.ts'\nexport const other = () => planted\n"

/** One look at all of them: to resolve what the program imports takes seconds each time. */
function cruise(): string {
  for (const { rule, file, text } of planted) {
    mkdirSync(dirname(join(copy, file)), { recursive: true })
    writeFileSync(join(copy, file), text)
    if (rule === 'no-cycles') writeFileSync(join(copy, 'src/lib/planted-other.ts'), otherHalf)
  }
  writeFileSync(join(copy, 'src/platform/config.test.ts'), 'export {}\n')
  const files = planted.map(({ file }) => file)
  const { stdout, status } = spawnSync(
    join(root, 'node_modules/.bin/depcruise'),
    ['--config', '.dependency-cruiser.cjs', ...files],
    { cwd: copy, encoding: 'utf8' },
  )
  assert.notEqual(status, 0)
  return stdout
}

test('each border rule catches the breach planted for it, and no other file is blamed for it', () => {
  const said = cruise().split('\n')
  for (const { rule, file } of planted) {
    const blamed = said.filter((line) => line.includes(`error ${rule}:`))
    assert.ok(blamed.length > 0, `${rule} found nothing`)
    for (const line of blamed)
      assert.ok(line.includes(file) || line.includes('planted-other'), `${line.trim()}, not ${file}`)
  }
})
