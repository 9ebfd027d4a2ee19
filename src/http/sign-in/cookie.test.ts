import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { cookie } from './cookie.ts'

test('over https a cookie is bound to this host, and never sent over plain http', () => {
  const { name, set, clear } = cookie('ringback', { secure: true })
  assert.equal(name, '__Host-ringback')
  assert.equal(set('abc'), '__Host-ringback=abc; Path=/; HttpOnly; SameSite=Lax; Secure')
  assert.match(clear(), /^__Host-ringback=; Max-Age=0; /)
  assert.equal(
    cookie('ringback', { secure: false }).set('abc', 600),
    'ringback=abc; Max-Age=600; Path=/; HttpOnly; SameSite=Lax',
  )
})

test('our cookie is found among others, and a name that ends like ours is another', () => {
  const { read } = cookie('ringback', { secure: false })
  assert.equal(read('a=b; ringback=x.y-z_1; c=d'), 'x.y-z_1')
  assert.equal(read('not-ringback=x; ringback-sign-in=y'), undefined)
  assert.equal(read('ringback='), undefined)
  assert.equal(read(undefined), undefined)
})

test('what we set is what we read, and no header breaks the reading', () => {
  const { set, read } = cookie('ringback', { secure: true })
  fc.assert(
    fc.property(fc.base64String({ minLength: 4 }), fc.string(), (text, noise) => {
      const value = Buffer.from(text, 'base64').toString('base64url')
      assert.equal(read(set(value).split('; ')[0]), value || undefined)
      const found = read(noise)
      assert.ok(found === undefined || /^[\w.-]+$/.test(found))
    }),
  )
})
