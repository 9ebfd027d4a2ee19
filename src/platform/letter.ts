import { createRequire } from 'node:module'
import PDFDocument from 'pdfkit'

/** One letter of one page. `to`: the lines of the address, the last its postcode or country. `text`: paragraphs, plain. */
export type Letter = { readonly to: readonly string[]; readonly text: string }

const mm = 72 / 25.4
/**
 * Where GOV.UK Notify wants what, in millimetres of A4: the window of its envelope, the body below it, and its own mark top left,
 * where nothing may stand (alphagov/notifications-template-preview, `precompiled.py`; it prints the address anew, in its font).
 */
const window = { left: 24.6, top: 39.5, right: 120, bottom: 66.3 }
const sender = { left: 125, top: 15 }
const body = { left: 24.6, top: 95, right: 190, bottom: 287 }
const textSize = 11
const addressSize = 9

/** Its letters reach to ŵ and ŷ, which the fonts that every reader of PDF has do not. */
const font = createRequire(import.meta.url).resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf')

/** The letter as PDF, its font within. Throws when it does not fit on one page: what we write is short. */
export function letterPdf({ to, text }: Letter): Promise<Buffer> {
  const pdf = new PDFDocument({ size: 'A4', margin: 0, font, info: { Title: 'Ringback', Creator: 'Ringback' } })
  const written = collected(pdf)
  pdf.fillColor('black')
  const lines = to.join('\n')
  const inWindow = { width: (window.right - window.left) * mm + 1 }
  pdf.fontSize(addressSize)
  must(
    pdf.heightOfString(lines, inWindow) <= (window.bottom - window.top) * mm,
    'The address has more lines than the window.',
  )
  const widest = Math.max(...to.map((line) => pdf.widthOfString(line)))
  must(widest <= (window.right - window.left) * mm, 'A line of the address is wider than the window.')
  pdf.text(lines, window.left * mm, window.top * mm, inWindow)
  pdf.fontSize(textSize)
  pdf.text('Ringback', sender.left * mm, sender.top * mm, { lineBreak: false })
  const width = (body.right - body.left) * mm
  const how = { width, lineGap: 3, paragraphGap: 2 }
  must(pdf.heightOfString(text, how) <= (body.bottom - body.top) * mm, 'The letter is longer than one page.')
  pdf.text(text, body.left * mm, body.top * mm, how)
  pdf.end()
  return written
}

function must(holds: boolean, otherwise: string): void {
  if (!holds) throw new Error(otherwise)
}

async function collected(pdf: AsyncIterable<Buffer>): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of pdf) parts.push(part)
  return Buffer.concat(parts)
}
