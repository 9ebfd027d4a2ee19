import assert from 'node:assert/strict'
import { test } from 'node:test'
import { embeddedUrl, socketFolder } from './address.ts'

test('the socket lies in the folder of the cluster, unless that has no room for it or is read otherwise', () => {
  const long = `/${'a'.repeat(91)}`
  assert.equal(socketFolder('/home/me/ringback/.ringback/postgres'), '/home/me/ringback/.ringback/postgres')
  assert.equal(socketFolder(long), long)
  for (const none of [`${long}a`, '/home/two words/postgres', '/a,b', '/a"b', 'relative'])
    assert.equal(socketFolder(none), '')
  assert.equal(new URL(embeddedUrl('/data/postgres', 5433, 'p@/w')).searchParams.get('host'), '/data/postgres')
  assert.equal(embeddedUrl('/two words', 5433, 'p@/w'), 'postgres://ringback:p%40%2Fw@127.0.0.1:5433/ringback')
})
