import { toTranslate, type Welsh } from '../../welsh.ts'
import type { stands as english } from '../stands.ts'

/** Kept complete by `npm run words`. Write only what you are sure of; a Welsh speaker reads it before it is offered. */
export const stands = {
  'stands.checking': toTranslate,
  'stands.asking': toTranslate,
  'stands.blocked': toTranslate,
  'stands.lapsed': toTranslate,
  'stands.waiting': toTranslate,
  'stands.waiting.many': toTranslate,
  'stands.refused': toTranslate,
  'stands.line': toTranslate,
  'stands.looking': toTranslate,
  'stands.no-handset': toTranslate,
  'stands.ended': 'Mae’r achos hwn wedi dod i ben.',
  'stands.returned': 'Mae eich ffôn yn ôl gyda chi.',
  'stands.seized': 'Mae eich ffôn gan yr heddlu.',
  'next.no-network': toTranslate,
  'next.no-handset': toTranslate,
  'next.waiting': toTranslate,
  'next.watch': toTranslate,
} as const satisfies Record<keyof typeof english, Welsh>
