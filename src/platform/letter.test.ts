import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inflateSync } from 'node:zlib'
import { letterPdf } from './letter.ts'

const to = ['A Name', '1 Some Street', 'LONDON', 'N1 9GU']

test('a letter is one page of A4 with its font within, whatever letters Welsh needs', async () => {
  const pdf = (await letterPdf({ to, text: 'Mae eich ffôn gan yr heddlu. Ŵyr, tŷ, ŵ a ŷ.\n\nSecond.' })).toString(
    'latin1',
  )
  assert.match(pdf, /^%PDF-1\./)
  assert.equal(pdf.match(/\/Type \/Page\b/g)?.length, 1)
  assert.match(pdf, /\/MediaBox \[0 0 595\.28 841\.89\]/)
  assert.match(pdf, /\/FontFile2/)
  assert.ok(pdf.length < 100_000, `${pdf.length}`)
})

/** Where lines of text begin, in millimetres from the left and the top. */
function placesIn(pdf: Buffer): [number, number][] {
  const streams = [...pdf.toString('latin1').matchAll(/stream\r?\n([\s\S]*?)\r?\nendstream/g)]
  const contents = streams.map(([, stream = '']) => {
    try {
      return inflateSync(Buffer.from(stream, 'latin1')).toString('latin1')
    } catch {
      return '' // not packed
    }
  })
  const inMm = (points: string) => Number(points) / (72 / 25.4)
  return [...contents.join('\n').matchAll(/1 0 0 1 ([\d.]+) ([\d.]+) Tm/g)].map(([, x = '', y = '']) => [
    inMm(x),
    297 - inMm(y),
  ])
}

test('the address stands in the window of the envelope, one line under another, and the text below it', async () => {
  const places = placesIn(await letterPdf({ to, text: 'First.\n\nSecond.' }))
  const address = places.filter(([, y]) => y > 39.5 && y < 66.3)
  assert.equal(new Set(address.map(([, y]) => y)).size, to.length)
  for (const [x] of address) assert.ok(x >= 24.5 && x < 120)
  const text = places.filter(([, y]) => y > 95)
  assert.equal(text.length, 2)
  assert.equal(places.length, address.length + 1 + text.length)
  for (const [x, y] of places) assert.ok(x > 15 && y > 5, 'the corner is for Notify’s own mark')
})

test('what does not fit in the window or on the page is refused, not cut', async () => {
  await assert.rejects(
    async () => letterPdf({ to: Array(9).fill('a line'), text: 'So.' }),
    /more lines than the window/,
  )
  await assert.rejects(async () => letterPdf({ to: ['w'.repeat(80)], text: 'So.' }), /wider than the window/)
  await assert.rejects(async () => letterPdf({ to, text: 'So it is.\n\n'.repeat(60) }), /longer than one page/)
})
