import { countryName } from '#modules/victims/public'
import { clock, seconds } from '#pages/screen-text'
import type { ShownStage } from './demo-api.ts'
import type { Say } from './first-minute.ts'

type Out = { write(text: string): unknown; isTTY?: boolean }

/** One JSON object a line, for programs. */
export function jsonLines(out: Out): Say {
  const line = (step: string, more: object) => out.write(`${JSON.stringify({ step, ...more })}\n`)
  return {
    reported: (theft, at) => line('report', { case: theft, at }),
    waiting: () => {},
    receipt: ({ what, partner, sent, confirmed, ms }) => line('receipt', { lane: what, partner, sent, confirmed, ms }),
    stopped: (ms, { networks }) => line('stopped', { ms, networks }),
    seen: (sighting) => line('seen', { country: sighting?.country ?? null, at: sighting?.notedAt ?? null }),
    tray: (tray) => line('tray', { matched: tray?.matched ?? null, rows: tray?.rows ?? [] }),
    tampered: (tampering) => line('tampered', tampering),
    ended: (good) => line('result', { good }),
  }
}

const columns = [26, 32, 10, 11, 9] as const
const row = (cells: readonly string[]) =>
  cells
    .map((cell, at) => (at === 4 ? cell.padStart(columns[at]) : cell.padEnd(columns[at] ?? 0)))
    .join('')
    .trimEnd()

/** For a person: the table grows as receipts come, under it a stopwatch where the output is a terminal. */
export function words(out: Out): Say {
  const watch = stopwatch(out)
  const line = (text: string) => {
    watch.clear()
    out.write(`${text}\n`)
  }
  return {
    reported: (theft, at) => {
      line(
        'In simulation: the phone, its owner and every partner are pretend. The calls, receipts and times are real.\n',
      )
      line(`${clock(at)}  A card from a wallet reports the phone stolen: case ${theft}\n`)
      line(row(['Lane', 'Partner', 'Sent', 'Confirmed', 'ms']))
    },
    waiting: (ms, stage) => watch.show(ms, stage),
    receipt: ({ what, partner, sent, confirmed, ms }) =>
      line(row([what, partner, time(sent), time(confirmed), ms === false ? '' : `${ms}`])),
    stopped: (ms, stage) => {
      line(ms === null ? '\nNot every network has signed yet.' : `\n${seconds(ms)}: every network has signed.`)
      for (const { name, admits } of stage.networks) line(`  ${name.padEnd(24)}${entry(admits)}`)
    },
    seen: (sighting) =>
      line(
        sighting
          ? `\nA new SIM is put in abroad. Your case: seen again in ${countryName(sighting.country) ?? sighting.country}, ${clock(sighting.notedAt)}.`
          : '\nA new SIM is put in abroad. No sighting has come yet.',
      ),
    tray: (tray) => {
      if (!tray) return line('\nThe pretend property store does not answer.')
      const mine = tray.rows.findIndex((one) => one.mine) + 1
      line(
        `\nA police store scans ${tray.rows.length} phones: ${tray.matched} has an owner${mine > 0 ? `, number ${mine} is yours` : ''}.`,
      )
    },
    tampered: ({ events, whole, findings }) => {
      line(
        `\nOne word is changed in a copy of the record (${events} events${whole ? ', whole before' : ''}). verify says:`,
      )
      for (const finding of findings) line(`  ${finding}`)
      if (findings.length === 0) line('  nothing: it should have.')
    },
    ended: (good) =>
      line(
        good ? '\nThat was the first minute. The same on a page: /demo' : '\nSomething above did not end as it should.',
      ),
  }
}

const time = (at: string | false) => (at === false ? '' : clock(at))

const entry = (admits: boolean | undefined) =>
  admits === undefined ? 'does not answer' : admits ? 'lets the phone in' : 'refuses the phone'

/** One line that is written over itself; nothing where the output is no terminal. */
function stopwatch(out: Out) {
  let shown = false
  return {
    show: (ms: number, { lanes }: ShownStage) => {
      if (!out.isTTY) return
      const signed = lanes.filter((lane) => lane.ms !== null).length
      out.write(`\r\x1b[2K${seconds(ms)}  ${signed} of ${lanes.length} answered`)
      shown = true
    },
    clear: () => {
      if (shown) out.write('\r\x1b[2K')
      shown = false
    },
  }
}
