import banks from '../simulators/banks.ts'
import exchanges from '../simulators/exchanges.ts'
import identityIssuers from '../simulators/identity-issuers.ts'
import mailProviders from '../simulators/mail-providers.ts'
import makers from '../simulators/makers.ts'
import notify from '../simulators/notify.ts'
import { startOperators } from '../simulators/operators.ts'
import startTakeDown from '../simulators/take-down.ts'
import voice from '../simulators/voice.ts'
import { launchBrowser } from '../test/support/browser.ts'
import { openLoop } from '../test/support/loop.ts'
import { atMost, defineBench, type Figure, recorded, type Tools } from './frame.ts'
import { harmTold, linkHandedOn } from './victims/after.ts'
import * as ways from './victims/ways.ts'

/** Each way in with its targets of USERS 2.1: to the receipt, and until the first network has confirmed a stop. */
const plan = [
  { play: ways.byCard, line: '+447700900103', receipt: 20, confirmed: 60, paged: true },
  { play: ways.byTypedCard, line: '+447700900104', receipt: undefined, confirmed: 60, paged: true },
  { play: ways.byPasskey, line: '+447700900112', receipt: 20, confirmed: 60, paged: true },
  // Its target of 20 s is for a passkey, with nothing to type.
  { play: ways.byTrusted, line: '+447700900105', receipt: undefined, confirmed: 60, paged: true },
  { play: ways.byWord, line: '+447700900106', receipt: 45, confirmed: 90, paged: true },
  { play: ways.byText, line: '+447700900107', receipt: 45, confirmed: 90, paged: false },
  { play: ways.byVoice, line: '+447700900108', receipt: 45, confirmed: 90, paged: false },
  { play: ways.byName, line: '+447700900109', receipt: 90, confirmed: 120, paged: true },
  { play: ways.byOfficer, line: '+447700900110', receipt: 120, confirmed: 150, paged: false },
  { play: ways.enrolling, line: '+447700900111', receipt: 120, confirmed: undefined, paged: false },
] as const

const mostPages = 4
const mostBytes = 30 * 1024
const mostHarm = 120

async function run({ say }: Tools): Promise<readonly Figure[]> {
  await using endings = new AsyncDisposableStack()
  const after = (end: unknown) => void endings.defer(async () => void (await (end as () => unknown)()))
  const networks = startOperators('demo-ee', 'demo-o2')
  const accounts = [banks, makers, mailProviders, exchanges, identityIssuers]
  const simulators = [networks, ...accounts, notify, voice, startTakeDown]
  const loop = await openLoop({ after } as Parameters<typeof openLoop>[0], { simulators })
  const browser = await launchBrowser()
  endings.defer(() => browser.close())
  const world = { loop, browser, origin: loop.config.publicUrl }
  const figures: Figure[] = []
  for (const { play, line, receipt, confirmed, paged } of plan) {
    const took = await play(world, line)
    const { way, words, taps, keys, networkMs, pages, bytes } = took
    say(`${way}: ${words} words, ${taps} taps, ${keys} keys, ${(networkMs / 1000).toFixed(1)} s of waiting`)
    const what = way === 'enrolment' ? `${way}: until the card` : `${way}: until the receipt`
    figures.push(receipt === undefined ? recorded(what, took.seconds, 's') : atMost(what, took.seconds, 's', receipt))
    if (confirmed !== undefined && took.confirmed !== undefined)
      figures.push(atMost(`${way}: first network confirmed`, took.confirmed, 's', confirmed))
    if (pages === 0) continue
    figures.push(paged ? atMost(`${way}: pages`, pages, 'pages', mostPages) : recorded(`${way}: pages`, pages, 'pages'))
    figures.push(
      paged
        ? atMost(`${way}: on the wire`, bytes, 'bytes', mostBytes)
        : recorded(`${way}: on the wire`, bytes, 'bytes'),
    )
  }
  figures.push(atMost('harm that followed, told and answered', await harmTold(world, '07700 900113'), 's', mostHarm))
  figures.push(
    atMost('suspicious message pasted -> take-down partner told', await linkHandedOn(world, '07700 900114'), 's', 60),
  )
  return figures
}

export default defineBench({
  name: 'victims-journeys',
  claim:
    'each way in is within its target: 320 px, no JavaScript, 50 kbit/s and 500 ms, every visible word read at 238 a minute; harm is told within two minutes, and a link of thieves handed on within one',
  run,
})
