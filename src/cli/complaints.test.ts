import assert from 'node:assert/strict'
import { test } from 'node:test'
import { commandHere } from '#test/support/command'
import { testDatabase } from '#test/support/database'

async function complaints(databaseUrl: string, ...args: string[]) {
  const env = { DATABASE_URL: databaseUrl, LOG_LEVEL: 'silent' }
  const { code, err, out } = await commandHere(['complaints', ...args], env)
  return {
    code,
    err,
    said: out
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as unknown),
  }
}

test('whoever runs a copy names whom people can complain to, in order, without SQL; a link is refused, and what is named can be taken off', async (t) => {
  const { url } = await testDatabase(t)
  const desk = { about: 'How it was dealt with', name: 'The complaints desk', contact: 'Call 0800 0.' }
  const words = ({ about, name, contact }: typeof desk) => ['--about', about, '--name', name, '--contact', contact]
  const data = { about: 'How your data were used', name: 'Who oversees data', contact: 'Call 0800 1.' }
  assert.equal((await complaints(url, 'set', '2', ...words(data))).code, 0)
  assert.equal((await complaints(url, 'set', '1', ...words({ ...desk, contact: 'Call 0800 2.' }))).code, 0)
  assert.equal((await complaints(url, 'set', '1', ...words(desk))).code, 0)
  const linked = await complaints(url, 'set', '3', ...words({ ...desk, contact: 'See www.example.org' }))
  assert.deepEqual([linked.code, /^contact: .*no web or e-mail address/.test(linked.err)], [2, true], linked.err)
  assert.equal((await complaints(url, 'set', '10', ...words(desk))).code, 2)
  assert.deepEqual((await complaints(url)).said, [
    { place: 1, ...desk },
    { place: 2, ...data },
  ])
  assert.equal((await complaints(url, 'remove', '1')).code, 0)
  assert.equal((await complaints(url, 'remove', '1')).code, 1)
})
