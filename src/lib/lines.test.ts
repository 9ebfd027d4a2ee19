import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { linesOf } from './lines.ts'

async function* chunksOf(chunks: string[]) {
  yield* chunks
}

test('lines come out the same however the text was cut into chunks', async () => {
  const piece = fc.string({ unit: fc.constantFrom('a', 'é', '\n', '\r', '\u2028', '"') })
  await fc.assert(
    fc.asyncProperty(fc.array(piece), async (chunks) => {
      const whole = chunks.join('').split('\n')
      if (whole.at(-1) === '') whole.pop()
      const lines: string[] = []
      for await (const line of linesOf(chunksOf(chunks))) lines.push(line)
      assert.deepEqual(lines, whole)
    }),
  )
})
