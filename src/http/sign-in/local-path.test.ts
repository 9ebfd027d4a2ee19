import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { localPath } from './local-path.ts'

const ours = 'https://ringback.example'

test('an officer comes back to the page asked for', () => {
  assert.equal(localPath('/cases/c_1?tab=timeline'), '/cases/c_1?tab=timeline')
})

test('nobody is sent from sign-in to another site', () => {
  const evil = ['//evil.example', '/\\evil.example', '\\\\evil', '/\t/evil.example', '/.//evil.example', '/x/..//evil']
  const more = ['https://evil.example', 'javascript:alert(1)', '/\n/evil', ' //evil', '/%2e//evil', '', undefined, 7]
  for (const next of [...evil, ...more]) {
    const at = new URL(localPath(next), ours)
    assert.equal(at.origin, ours, String(next))
  }
  assert.equal(localPath('//evil.example'), '/')
  assert.equal(localPath('/.//evil.example'), '/')
})

test('sign-in does not send anybody round in a circle', () => {
  for (const next of ['/sign-in', '/sign-in?next=/', '/sign-out', '/x/../sign-in/callback'])
    assert.equal(localPath(next), '/')
  assert.equal(localPath('/sign-inspections'), '/sign-inspections')
})

test('whatever is asked for, a browser stays with us, and a second check changes nothing', () => {
  const piece = fc.constantFrom(
    '/',
    '\\',
    '.',
    '..',
    ':',
    '@',
    '?',
    '#',
    '%2f',
    '%2e',
    '\t',
    '\n',
    '\r',
    ' ',
    'evil',
    'http:',
  )
  const crafted = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''))
  fc.assert(
    fc.property(
      fc.oneof(
        crafted,
        crafted.map((s) => `/${s}`),
        fc.webUrl(),
        fc.string({ unit: 'binary' }),
      ),
      (next) => {
        const path = localPath(next)
        assert.equal(new URL(path, ours).origin, ours)
        assert.equal(localPath(path), path)
      },
    ),
    { numRuns: 2000 },
  )
})
