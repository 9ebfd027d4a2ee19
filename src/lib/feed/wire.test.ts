import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { feedSubject, feedSubjects, pack, unpack } from './wire.ts'

test('a batch is packed in parts and comes out as it was; whatever else comes is no batch, and nothing larger than one', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary' }), { minLength: 1, maxLength: 4 }), (parts) => {
      assert.deepEqual(unpack(Buffer.concat(parts.map(pack))), Buffer.from(parts.join('')))
    }),
  )
  fc.assert(fc.property(fc.uint8Array(), (bytes) => void assert.doesNotThrow(() => unpack(bytes))))
  assert.equal(unpack(Buffer.from('{"note":""}')), undefined)
  assert.equal(unpack(gzipSync(Buffer.alloc(17 * 1024 * 1024))), undefined)
})

test('each operator has a subject of its own within those of the stream', () => {
  assert.equal(feedSubject('north'), feedSubjects.replace('*', 'north'))
})
