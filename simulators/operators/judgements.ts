import type { Effect } from '../frame.ts'

type Made = Omit<Effect, 'key' | 'at'>

export const refuse = (kind: string, code: string, words: string): Made => {
  return { kind, outcome: 'refused', code, status: 422, words, detail: {} }
}

export const done = (kind: string, detail: unknown, words = 'DONE', status = 200): Made => {
  return { kind, outcome: 'acknowledged', status, words, detail }
}
