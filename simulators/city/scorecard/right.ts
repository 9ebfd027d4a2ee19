import { emailOf, type FactOf, keysOf, those } from '../facts.ts'
import { counted, doneAt, type Evidence, handsetKnown, isAbout, proved, type Row } from './evidence.ts'

/** At home every operator refuses what it has blocked; abroad a foreign network decides, and is only heard of. */
export function phonesRefused(evidence: Evidence): Row[] {
  const attaches = those(evidence.facts, 'attach')
  const blocked = attaches.filter(({ home, theft: id, partner, at }) => {
    const theft = evidence.thefts.get(id)
    const since = theft && doneAt(evidence, partner, theft, 'block-handset')
    return home && since !== undefined && since < at && !isEnded(evidence, id, at)
  })
  const let1 = blocked.filter(({ admitted }) => admitted).length
  const abroad = attaches.filter(({ home }) => !home)
  const listed = those(evidence.facts, 'activate').filter(({ theft: id, at }) => {
    const theft = evidence.thefts.get(id)
    const since = theft && doneAt(evidence, theft.maker, theft, 'list-stolen')
    return since !== undefined && since < at
  })
  return [
    counted('blocked phones that a home network let in', let1, blocked.length, 'tries'),
    {
      measure: 'tries abroad, of which we heard',
      n: abroad.length,
      says: `${abroad.filter(({ told }) => told).length} of ${abroad.length}`,
    },
    counted(
      'listed phones that their maker activated',
      listed.filter((one) => one.activated).length,
      listed.length,
      'tries',
    ),
  ]
}

const isEnded = ({ facts }: Evidence, theft: string, at: number) =>
  those(facts, 'withdrawn', 'returned').some((one) => one.theft === theft && one.taken && one.at < at)

/** Reported, with who reports and which handset, at least this long before: what a dealer's check must know. */
const knownMs = 5000
const wasKnown = (evidence: Evidence, theft: string, before: number) =>
  handsetKnown(evidence).some((one) => one.theft === theft && one.at < before - knownMs)

export function dealersRefused(evidence: Evidence): Row {
  const checks = those(evidence.facts, 'dealer').filter(
    ({ theft, at }) => wasKnown(evidence, theft, at) && !isEnded(evidence, theft, at),
  )
  const bought = checks.filter(({ answer }) => answer === 'buy' || answer === 'unclear').length
  return counted('dealers told to buy a reported phone', bought, checks.length, 'checks')
}

/** Whose each handset of a tray is: found, not found, and never somebody else's. */
export function traysMatched(evidence: Evidence): Row[] {
  const { facts, messages = [], thefts } = evidence
  const rows = those(facts, 'tray-row')
  const matchable = rows.filter(({ theft, at }) => wasKnown(evidence, theft, at) && !isEnded(evidence, theft, at))
  const matched = matchable.filter(({ state }) => state === 'matched').length
  const wrong = rows.filter((row) => isWrongOwner(evidence, row, rows)).length
  const inTray = new Set(rows.map(({ theft }) => theft))
  const others = [...thefts.values()].filter(({ id }) => !inTray.has(id)).map(emailOf)
  const told = messages.filter(({ to, text }) => others.includes(to) && /Police have your phone/.test(text)).length
  const returned = those(facts, 'returned')
  return [
    {
      measure: 'tray: reported phones whose case was found',
      ...{ n: matchable.length, bar: '90%', says: `${matched} of ${matchable.length}` },
      ...(matchable.length > 0 && { met: matched >= 0.9 * matchable.length }),
    },
    counted('tray: wrong owner', wrong + told, rows.length, 'handsets'),
    {
      measure: 'returned to their owner',
      n: returned.length,
      says: `${returned.filter(({ taken }) => taken).length} of ${returned.length} tried`,
    },
  ]
}

/** Matched though nobody reported it, to a case that another theft began, or two handsets to one case. */
function isWrongOwner({ facts }: Evidence, row: FactOf<'tray-row'>, rows: readonly FactOf<'tray-row'>[]): boolean {
  if (row.state !== 'matched' || row.case === undefined) return false
  const claims = those(facts, 'claim')
  if (!claims.some(({ theft }) => theft === row.theft)) return true
  const named = claims.filter((claim) => claim.case === row.case)
  return (
    named.some(({ theft }) => theft !== row.theft) ||
    rows.some((other) => other.theft !== row.theft && other.case === row.case)
  )
}

const hard = new Set(['block-handset', 'suspend-line', 'freeze-account', 'list-stolen', 'wipe-handset'])

/** Stops of phones that nobody had proved a report of, and owners whose own phone did not work again. */
export function wrongStops(evidence: Evidence): Row[] {
  const shown = new Set(proved(evidence).map(({ theft }) => theft))
  const unproved = [...evidence.thefts.values()].filter(({ id }) => !shown.has(id))
  const effects = [...evidence.journals.values()]
    .flat()
    .filter(({ kind, outcome }) => hard.has(kind) && outcome === 'acknowledged')
  const stopped = unproved.filter((theft) => effects.some(isAbout(theft, keysOf(theft)))).length
  const own = those(evidence.facts, 'own-phone').filter(
    ({ theft, at }) => evidence.thefts.get(theft)?.later === 'malicious' || isEnded(evidence, theft, at),
  )
  const malicious = unproved.filter(({ later }) => later === 'malicious').length
  return [
    counted(
      `wrong stops (of them ${malicious} reported in malice)`,
      stopped,
      unproved.length,
      'phones without a proved report',
    ),
    counted('owners whose own phone was refused', own.filter(({ admitted }) => !admitted).length, own.length, 'tries'),
  ]
}
