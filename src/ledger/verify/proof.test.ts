import assert from 'node:assert/strict'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import test from 'node:test'
import fc from 'fast-check'
import { judgeProof } from './proof.ts'
import { judgeFiles, type ProofVerdict } from './proof-files.ts'

const folder = join(import.meta.dirname, '../../../test/vectors/rfc6962')

test('all 92 published proofs are judged as their authors judged them', async () => {
  const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith('.json'))
  assert.equal(files.length, 92)
  for (const file of files) {
    const text = await readFile(join(folder, file), 'utf8')
    const { wantErr } = JSON.parse(text) as { wantErr: boolean }
    assert.equal(judgeProof(text).holds, !wantErr, file)
  }
})

test('the verdict comes from the proof, not from what the file says about itself', async () => {
  const text = await readFile(join(folder, 'inclusion/1/happy-path.json'), 'utf8')
  const lying = { ...(JSON.parse(text) as object), wantErr: true, desc: 'trailing garbage' }
  assert.deepEqual(judgeProof(JSON.stringify(lying)), { holds: true })
  const { wantErr: _, desc: __, ...bare } = lying
  assert.deepEqual(judgeProof(JSON.stringify(bare)), { holds: true })
})

test('a number of 64 bits is read to its last digit', async () => {
  const text = await readFile(join(folder, 'inclusion/0/leafIdx-sub-@1.json'), 'utf8')
  const judged = judgeProof(text)
  assert.ok(!judged.holds && judged.reason.includes('18446744073709551615'))
})

test('a negative index, a missing field or a fraction is judged and named, never thrown', async () => {
  const text = await readFile(join(folder, 'inclusion/1/happy-path.json'), 'utf8')
  const good = JSON.parse(text) as Record<string, unknown>
  for (const change of [
    { leafIdx: -1 },
    { leafIdx: 0.5 },
    { proof: undefined },
    { root: 7 },
    { root: '###' },
    { treeSize: '8' },
  ]) {
    assert.equal(judgeProof(JSON.stringify({ ...good, ...change })).holds, false, JSON.stringify(change))
  }
  for (const odd of ['', '[]', 'null', '{}', '3', '"x"', '{"leafIdx":1}'])
    assert.equal(judgeProof(odd).holds, false, odd)
})

test('no file makes the judge throw', () => {
  fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => judgeProof(text).holds === false))
})

test('a missing file is named as one that does not hold, and the others are judged all the same', async () => {
  const good = join(folder, 'inclusion/1/happy-path.json')
  const verdicts: ProofVerdict[] = []
  for await (const verdict of judgeFiles([join(folder, 'none.json'), good])) verdicts.push(verdict)
  assert.deepEqual(
    verdicts.map(({ holds, reason }) => [holds, reason]),
    [
      [false, 'there is no such file'],
      [true, ''],
    ],
  )
})
