import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testDatabase } from '#test/support/database'
import { pretendAccounts, pretendOrganisations } from '../../../simulators/identity-provider/accounts.ts'
import { mayHold, Organisation, type OrganisationTables, organisationOf, registerOrganisation } from './organisation.ts'

test('every account is a role that its organisation may give, save the two who must be turned away', () => {
  const sorts = new Map(pretendOrganisations.map((one) => [one.slug, Organisation.parse(one).sort]))
  const out = pretendAccounts.filter(({ organisation, role }) => {
    const sort = sorts.get(organisation.slug)
    return !sort || !mayHold(role, sort)
  })
  assert.deepEqual(
    out.map(({ id }) => id),
    ['demo-nowhere.analyst', 'demo-bank.detective'],
  )
  assert.equal(new Set(pretendAccounts.map(({ id }) => id)).size, pretendAccounts.length)
})

test('an organisation can be renamed, but never changes its sort or becomes pretend', async (t) => {
  const { owner, server } = await testDatabase<OrganisationTables>(t)
  const met = { slug: 'met', name: 'Metropolitan Police', sort: 'force' as const, demo: false }
  assert.equal(await registerOrganisation(owner.kysely, met), 'registered')
  assert.equal(await registerOrganisation(owner.kysely, { ...met, name: 'The Met' }), 'registered')
  const no = { refused: 'another-sort' }
  assert.deepEqual(await registerOrganisation(owner.kysely, { ...met, sort: 'bank' }), no)
  assert.deepEqual(await registerOrganisation(owner.kysely, { ...met, demo: true }), no)
  assert.deepEqual(await organisationOf(server.kysely, 'met'), { ...met, name: 'The Met' })
  await assert.rejects(registerOrganisation(server.kysely, { ...met, slug: 'evil' }), /permission denied/)
})
