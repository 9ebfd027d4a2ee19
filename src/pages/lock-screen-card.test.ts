import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lockScreenCard } from './lock-screen-card.ts'

test('B77: the picture for a lock screen says an address and a code, and nothing about anybody', () => {
  const { picture, address, code } = lockScreenCard('http://localhost:8080', 'H7K2-9QRM-4T3X')
  const svg = Buffer.from(picture.split('base64,')[1] ?? '', 'base64').toString()
  const words = [...svg.matchAll(/<text[^>]*>([^<]*)</g)].map(([, text]) => text)
  assert.deepEqual(words, ['Found this phone?', 'Scan this to tell its owner', 'Or go to', address, code])
  assert.deepEqual([address, code], ['localhost:8080/f', 'H7K2-9QRM-4T3X'])
  assert.doesNotMatch(svg, /<(?:script|image|a|foreignObject)\b|href|metadata/)
})
