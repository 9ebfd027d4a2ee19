import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'

const source = await readFile(join(import.meta.dirname, 'style/_tokens.scss'), 'utf8')
const text = ['ink', 'mute', 'brand', 'wait', 'ok', 'stop']

/** The tokens of one mixin, as name to [r, g, b]. */
function tokens(mixin: string): Map<string, number[]> {
  const body = source.match(new RegExp(`@mixin ${mixin} \\{([^}]*)\\}`))?.[1] ?? ''
  const pairs = [...body.matchAll(/--([\w-]+): #([0-9a-f]{6});/g)]
  return new Map(
    pairs.map(([, name = '', hex = '']) => [name, [0, 2, 4].map((i) => Number.parseInt(hex.slice(i, i + 2), 16))]),
  )
}

/** WCAG 2.2 relative luminance. */
function luminance(rgb: number[]): number {
  const [r = 0, g = 0, b = 0] = rgb.map((c) => (c <= 10 ? c / 3294.6 : ((c / 255 + 0.055) / 1.055) ** 2.4))
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function contrast(all: Map<string, number[]>, one: string, other: string): number {
  const [dark = 0, light = 0] = [one, other]
    .map((name) => luminance(all.get(name) ?? assert.fail(`no --${name}`)))
    .sort((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}

for (const theme of ['light', 'dark', 'paper']) {
  const all = tokens(theme)

  test(`${theme}: every text colour can be read on the page and on a raised surface (4.5 to 1)`, () => {
    for (const name of text) {
      for (const surface of ['page', 'raised']) {
        const ratio = contrast(all, name, surface)
        assert.ok(ratio >= 4.5, `--${name} on --${surface} is ${ratio.toFixed(2)}`)
      }
    }
  })

  test(`${theme}: the border of a control can be seen (3 to 1)`, () => {
    for (const surface of ['page', 'raised']) {
      const ratio = contrast(all, 'line', surface)
      assert.ok(ratio >= 3, `--line on --${surface} is ${ratio.toFixed(2)}`)
    }
  })
}

test('text on the focus colour can be read', () => {
  assert.ok(contrast(tokens('light'), 'on-focus', 'focus') >= 4.5)
})

test('light, dark and paper name the same colours', () => {
  const own = (theme: string) => [...tokens(theme).keys()].filter((name) => !name.endsWith('focus')).sort()
  assert.deepEqual(own('dark'), own('light'))
  assert.deepEqual(own('paper'), own('light'))
})
