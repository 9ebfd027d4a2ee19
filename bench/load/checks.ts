// Partners who ask about handsets, in a process apart from the servers. One NDJSON line a measurement.
import type { Credentials } from '#http/sign-in/partner-client'
import { type Asking, posting, tokenFor } from '../checks/caller.ts'
import { cpuMsOf } from '../checks/cpu.ts'
import { registeredImei, stolenImei, unknownImei } from '../checks/keys.ts'
import { askAsFastAsItGoes, askAtRate, openConnection, type Question } from '../eir/raw-client.ts'

type Input = {
  readonly whole: number
  readonly bare: number
  readonly server: number
  readonly postgres: number
  readonly force: Credentials
  readonly dealer: Credentials
  readonly listed: number
  readonly rounds: number
  readonly seconds: number
  readonly connections: number
  readonly calls: number
}
const input = JSON.parse(process.argv[2] ?? '{}') as Input
const { listed, connections, seconds } = input
const say = (line: object) => process.stdout.write(`${JSON.stringify({ at: Date.now(), ...line })}\n`)

const dealing = async (): Promise<Asking> => ({
  token: await tokenFor(input.whole, input.dealer),
  purpose: 'check-before-buying',
})
const policing = async (): Promise<Asking> => ({
  token: await tokenFor(input.whole, input.force),
  purpose: 'respond-to-theft',
})

let asked = 0
/** So many of a hundred are reported; of the rest half is registered and half was never seen. None comes twice. */
function handset(stolenPercent: number): { imei: string; status: string } {
  const n = asked++
  const at = (n * 7919) % listed
  if ((n * 37) % 100 < stolenPercent) return { imei: stolenImei(at), status: 'stolen' }
  return n % 2 ? { imei: registeredImei(at), status: 'clear' } : { imei: unknownImei(at), status: 'unknown' }
}

const single = (asking: Asking, stolenPercent: number): Question[] =>
  Array.from({ length: 40_000 }, () => {
    const { imei, status } = handset(stolenPercent)
    return posting('/api/imei-checks', asking, { imei }, { status: 200, says: `"status":"${status}"` })
  })

const cpu = () => ({ server: cpuMsOf(input.server), postgres: cpuMsOf(input.postgres) })

async function rate(what: string, port: number, questions: readonly Question[], more: object) {
  let before = cpu()
  const measured = await askAsFastAsItGoes(port, questions, {
    ...{ connections, ms: seconds * 1000, warmUpMs: 1000 },
    onStart: () => {
      before = cpu()
    },
  })
  const after = cpu()
  const took = { server: after.server - before.server, postgres: after.postgres - before.postgres }
  say({ what, ...more, ...measured, ...took })
  return (1000 * measured.answers) / measured.ms
}

const usualPercent = 5
const rates: number[] = []
for (let round = 0; round < input.rounds; round++) {
  const questions = single(await dealing(), usualPercent)
  const bare = () => rate('bare', input.bare, questions, { round })
  // Each is first in turn: what one leaves behind strikes both alike.
  if (round % 2 === 0) await bare()
  rates.push(await rate('check', input.whole, questions, { round, stolenPercent: usualPercent }))
  if (round % 2 === 1) await bare()
}
for (const stolenPercent of [0, 25, 100])
  await rate('mix', input.whole, single(await dealing(), stolenPercent), { stolenPercent })

const usual = [...rates].sort((a, b) => a - b)[Math.floor(rates.length / 2)] ?? 0
for (const [what, perSecond] of [['at-70%', 0.7 * usual] as const, ['at-1500', 1500] as const]) {
  const took = await askAtRate(input.whole, single(await dealing(), usualPercent), {
    ...{ connections, perSecond, ms: 10_000, warmUpMs: 2000 },
  })
  for (const ms of took) say({ what, perSecond, ms })
}

const batch = (asking: Asking, size: number, stolenPercent: number): Question => {
  const imeis = Array.from({ length: size }, () => handset(stolenPercent).imei)
  return posting('/api/imei-checks/batch', asking, { imeis }, { status: 200, says: `"row":${size - 1}` })
}

/** One call after the other, as an officer with a box waits for each. */
for (const stolenPercent of [0, 10, 100]) {
  const asking = await policing()
  const connection = await openConnection(input.whole)
  for (let call = 0; call < input.calls; call++) {
    const question = batch(asking, 1000, stolenPercent)
    const began = performance.now()
    const wrong = await new Promise<number>((resolve) =>
      connection.ask(question, (status, answer) =>
        resolve(Number(status !== 200 || !answer.includes(question.says ?? ''))),
      ),
    )
    say({ what: 'officer', stolenPercent, ms: performance.now() - began, wrong })
  }
  connection.close()
}

for (const size of [1000, 100]) {
  const asking = await dealing()
  const questions = Array.from({ length: 60_000 / size }, () => batch(asking, size, 1))
  const measured = await askAsFastAsItGoes(input.whole, questions, {
    connections: 4,
    ms: seconds * 1000,
    warmUpMs: 500,
  })
  say({ what: 'dealer', size, ...measured, handsets: measured.answers * size })
}
process.exit(0)
