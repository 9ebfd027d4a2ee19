import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { testDatabase } from '#test/support/database'
import { describeFault } from './describe-fault.ts'

const said = (fault: unknown) => JSON.stringify(describeFault(fault))

test('a database’s fault is told by table and constraint, never by the values it quotes', async () => {
  const { owner } = await testDatabase({ after: (done) => after(done as () => Promise<void>) })
  const faultOf = (words: string) => owner.pool.query(words).then(() => assert.fail('it held'), said)
  await owner.pool.query("create table kept (secret text primary key check (secret <> 'x'))")
  await owner.pool.query("insert into kept values ('490154203237518')")
  const twice = await faultOf("insert into kept values ('490154203237518')")
  assert.match(twice, /"code":"23505","table":"kept","constraint":"kept_pkey"/)
  const cast = await faultOf("select 'SECRET490154203237518'::int")
  for (const text of [twice, cast]) assert.doesNotMatch(text, /490154203237518|SECRET/)
})

test('our own fault says what to do and where it was, with its causes', () => {
  const fault = new Error('Connect the cable.', { cause: new Error('no carrier') })
  assert.match(said(fault), /Connect the cable\.".*"at":\["at .*"cause":\{.*no carrier/)
  assert.doesNotMatch(said(parsing('{"imei": SECRET}')), /SECRET/)
  assert.equal(said('text thrown by somebody'), '{"name":"string"}')
})

const parsing = (text: string) => {
  try {
    return JSON.parse(text)
  } catch (fault) {
    return fault
  }
}
