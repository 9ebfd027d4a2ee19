import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { actionOfMailId, mailIdOf } from './mail-id.ts'

const from = 'Ringback <no-reply@ringback.example>'

test('B51: a Message-ID names its action to whoever holds the secret, and is the same each time', () => {
  fc.assert(
    fc.property(fc.uuid(), fc.string({ minLength: 1 }), fc.string({ minLength: 1 }), (action, secret, other) => {
      const id = mailIdOf(action, from, secret)
      assert.equal(id, mailIdOf(action, from, secret))
      assert.match(id, /^<[\w.-]{59}@ringback\.example>$/)
      assert.equal(actionOfMailId(id, secret), action)
      assert.equal(actionOfMailId(id.slice(1, -1), secret), action, 'without its brackets')
      if (other !== secret) assert.equal(actionOfMailId(id, other), undefined)
    }),
  )
})

test('USERS 4, forged report: nobody makes one for another mail, with one of our own mails in hand', () => {
  fc.assert(
    fc.property(fc.uuid(), fc.uuid(), fc.string(), (mine, theirs, noise) => {
      const id = mailIdOf(mine, from, 'a secret')
      if (mine !== theirs) assert.equal(actionOfMailId(id.replace(mine, theirs), 'a secret'), undefined)
      assert.equal(actionOfMailId(mailIdOf(theirs, from, undefined), 'a secret'), undefined, 'without a proof')
      assert.equal(actionOfMailId(noise, 'a secret'), undefined)
    }),
  )
})
