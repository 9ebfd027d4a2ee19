import { inflateSync } from 'node:zlib'

/** A letter as the printer reads it: the address in the window of the envelope, and what stands below. */
export type Letter = { readonly to: string; readonly text: string }

type Line = { readonly left: number; readonly top: number; readonly says: string }

const mm = 72 / 25.4
const height = 297
/** Notify's window and body, in millimetres of A4 from the top left (notifications-template-preview, `precompiled.py`). */
const inWindow = ({ left, top }: Line) => left >= 24 && left < 120 && top > 39.5 && top < 66.3
const inBody = ({ left, top }: Line) => left >= 15 && top > 95 && top < 292
const inMargin = ({ left, top }: Line) => left < 15 || top < 5 || top > 292

/**
 * Reads a letter of one page, as far as makers of PDF write it simply (packed streams, one font within, its `ToUnicode`).
 * Undefined for what Notify would refuse: no PDF, not A4, a font that is not within, words in the margin, no address.
 */
export function readLetter(pdf: Buffer): Letter | undefined {
  const source = pdf.toString('latin1')
  const isOnePage =
    source.match(/\/Type \/Page\b/g)?.length === 1 && /\/MediaBox \[0 0 595\.\d+ 841\.\d+\]/.test(source)
  if (!source.startsWith('%PDF-') || !isOnePage || !source.includes('/FontFile2')) return undefined
  const streams = streamsOf(source)
  const letters = lettersOf(streams.join('\n'))
  const lines = streams.flatMap((stream) => linesOf(stream, letters))
  const said = (part: (line: Line) => boolean, between: string) =>
    lines
      .filter(part)
      .map(({ says }) => says.trim())
      .join(between)
  const to = said(inWindow, ', ')
  if (to === '' || lines.some(inMargin)) return undefined
  return { to, text: said(inBody, '\n') }
}

function streamsOf(source: string): string[] {
  return [...source.matchAll(/stream\r?\n([\s\S]*?)\r?\nendstream/g)].map(([, packed = '']) => {
    try {
      return inflateSync(Buffer.from(packed, 'latin1')).toString('latin1')
    } catch {
      return '' // not packed, so none of ours
    }
  })
}

/** Which letters each sign of the font stands for, in the order of the signs. */
function lettersOf(maps: string): string[] {
  const ranges = [...maps.matchAll(/<([0-9a-f]{4})> <[0-9a-f]{4}> \[([^\]]*)\]/gi)]
  const letters: string[] = []
  for (const [, from = '', list = ''] of ranges)
    for (const [at, [, code = '']] of [...list.matchAll(/<([0-9a-f ]*)>/gi)].entries())
      letters[Number.parseInt(from, 16) + at] = Buffer.from(code.replaceAll(' ', ''), 'hex')
        .swap16()
        .toString('utf16le')
  return letters
}

function linesOf(stream: string, letters: readonly string[]): Line[] {
  return [...stream.matchAll(/1 0 0 1 ([\d.]+) ([\d.]+) Tm([\s\S]*?)ET/g)].map(([, x = '', y = '', shown = '']) => {
    const signs = [...shown.matchAll(/<([0-9a-f]+)>/gi)].flatMap(([, hex = '']) => hex.match(/.{4}/g) ?? [])
    const says = signs.map((sign) => letters[Number.parseInt(sign, 16)] ?? '?').join('')
    return { left: Number(x) / mm, top: height - Number(y) / mm, says }
  })
}
