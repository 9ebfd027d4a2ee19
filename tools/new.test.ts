import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { recipes, write } from './new.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

test('what each recipe writes passes the type check and the linter as it is, in its place', (t) => {
  const copy = mkdtempSync(join(tmpdir(), 'ringback-new-'))
  t.after(() => rmSync(copy, { recursive: true, force: true }))
  for (const part of ['src', 'package.json', 'tsconfig.json', 'biome.json'])
    cpSync(join(root, part), join(copy, part), { recursive: true })
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))
  const names: Record<string, string> = { measure: 'a-new-one', connector: 'a-new-one', page: 'public.a-new-one' }
  const files = Object.keys(recipes).map((kind) =>
    write(kind, names[kind] ?? 'register.a-new-one', pathToFileURL(`${copy}/`)),
  )
  assert.equal(files.length, 7)
  const template = readFileSync(join(copy, 'src/pages/public/a-new-one.njk'), 'utf8')
  assert.match(template, /<h1 /, 'a page without its template would be a fault to whoever opens it')
  // The rest is judged by the gate itself: here only what was written, and what it stands on.
  const only = { extends: './tsconfig.json', include: [], files: files.filter((file) => file.endsWith('.ts')) }
  writeFileSync(join(copy, 'tsconfig.new.json'), JSON.stringify(only))
  const tsc = join(root, 'node_modules/typescript-7/bin/tsc')
  const types = spawnSync(process.execPath, [tsc, '--noEmit', '-p', 'tsconfig.new.json'], {
    cwd: copy,
    encoding: 'utf8',
  })
  assert.equal(types.status, 0, types.stdout)
  const lint = spawnSync(join(root, 'node_modules/.bin/biome'), ['lint', '--vcs-enabled=false', ...files], {
    cwd: copy,
    encoding: 'utf8',
  })
  assert.equal(lint.status, 0, lint.stderr + lint.stdout)
})

test('a recipe never writes over a file, and a wrong name is told what a right one looks like', () => {
  const here = pathToFileURL(root)
  assert.throws(() => write('measure', 'thefts-reported', here), /exists already/)
  assert.throws(() => write('event', 'HandsetRegistered', here), /like register.handset-registered/)
  assert.throws(() => write('thing', 'x', here), /There are: event, command/)
})
