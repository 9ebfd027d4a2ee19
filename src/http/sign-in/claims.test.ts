import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { ClaimMapping, claimed, readClaimMapping } from './claims.ts'
import { mayHold, organisationSorts } from './organisation.ts'

const plain = ClaimMapping.parse({})

test('organisation and roles are read from the claims that the mapping names', () => {
  const mapping = ClaimMapping.parse({
    organisation: 'tid',
    roles: 'realm_access.roles',
    organisations: { 'a1-b2': 'met' },
    roleNames: { 'GRP-ERPT': 'response-officer' },
  })
  const claims = { tid: 'a1-b2', realm_access: { roles: ['GRP-ERPT', 'analyst', 'analyst'] } }
  assert.deepEqual(claimed(claims, mapping), { organisation: 'met', roles: ['analyst', 'response-officer'] })
})

test('a claim whose name is a web address is found although it has dots', () => {
  const mapping = ClaimMapping.parse({ roles: 'https://force.example/roles' })
  const claims = { organisation: 'met', 'https://force.example/roles': 'detective analyst' }
  assert.deepEqual(claimed(claims, mapping), { organisation: 'met', roles: ['analyst', 'detective'] })
})

test('somebody of two organisations, or of none, acts for none', () => {
  assert.equal(claimed({ organisation: ['met', 'btp'], roles: ['analyst'] }, plain).organisation, '')
  assert.equal(claimed({ organisation: 'met btp' }, plain).organisation, '')
  assert.deepEqual(claimed({}, plain), { organisation: '', roles: [] })
})

test('no claims, however odd, break sign-in or reach into an object built-in', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.anything()), fc.anything(), fc.anything(), (rest, organisation, held) => {
      const said = claimed({ ...rest, organisation, roles: held }, plain)
      assert.ok(said.roles.every((role) => typeof role === 'string' && role !== ''))
    }),
  )
  assert.deepEqual(claimed({}, ClaimMapping.parse({ organisation: '__proto__', roles: 'constructor.name' })), {
    organisation: '',
    roles: [],
  })
})

test("a bank cannot make its staff detectives, and nobody holds a role that doesn't exist", () => {
  assert.ok(mayHold('detective', 'force'))
  assert.ok(!mayHold('detective', 'bank'))
  for (const no of ['constructor', '__proto__', 'administrator', '']) assert.ok(!mayHold(no, 'force'), no)
  for (const sort of organisationSorts) assert.equal(mayHold('dealer', sort), sort === 'dealer')
})

test('a mapping that cannot be used stops the start with a sentence that shows how to write one', () => {
  assert.deepEqual(readClaimMapping(undefined), plain)
  assert.equal(readClaimMapping('{"roles":"groups"}').roles, 'groups')
  for (const wrong of ['{', '[]', '{"rolls":"x"}', '{"roles":7}', 'null'])
    assert.throws(
      () => readClaimMapping(wrong),
      /^Error: OIDC_CLAIMS is no mapping of claims; write for example/,
      wrong,
    )
})
