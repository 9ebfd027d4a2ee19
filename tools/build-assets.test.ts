import assert from 'node:assert/strict'
import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { buildAssets, strayColours } from './build-assets.ts'

const folder = await mkdtemp(join(tmpdir(), 'ringback-assets-'))
test.after(() => rm(folder, { recursive: true }))
const first = await buildAssets(folder)
const sheet = async () => readFile(join(folder, (await buildAssets(folder)).manifest.files['main.css'] ?? ''), 'utf8')

test('a second start does not build again when nothing changed', async () => {
  assert.equal(first.built, true)
  assert.equal((await buildAssets(folder)).built, false)
})

test('a sheet that went missing is built again', async () => {
  await rm(join(folder, first.manifest.files['main.css'] ?? ''))
  const again = await buildAssets(folder)
  assert.equal(again.built, true)
  assert.deepEqual(again.manifest, first.manifest)
})

test('a damaged manifest is built again', async () => {
  await appendFile(join(folder, 'manifest.json'), 'x')
  assert.equal((await buildAssets(folder)).built, true)
})

test('two builds at once leave one whole sheet', async () => {
  await rm(join(folder, 'manifest.json'))
  await Promise.all([buildAssets(folder), buildAssets(folder)])
  assert.match(await sheet(), /\.rb-state--confirmed/)
})

test('what we serve carries nothing of the GOV.UK identity', async () => {
  assert.doesNotMatch(await sheet(), /GDS|Transport|GOV\.UK|crown|crest|@font-face/i)
})

test('the sheet fetches nothing, from us or from others', async () => {
  assert.doesNotMatch(await sheet(), /url\(|@import/)
})

test('the whole sheet is at most 12 KB on the wire', async () => {
  assert.ok(gzipSync(await sheet()).length <= 12 * 1024)
})

test('a colour outside the tokens is found', () => {
  assert.deepEqual(strayColours('a{color:#0B0c0c;border-color:rgb(1,2,3);fill:black}'), [
    '#0B0c0c',
    'rgb(1,2,3)',
    ':black',
  ])
  assert.deepEqual(strayColours('a{color:var(--ink);outline:3px solid rgba(0,0,0,0)}#main{top:0}'), [])
})
