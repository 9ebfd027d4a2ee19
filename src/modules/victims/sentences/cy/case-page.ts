import { toTranslate, type Welsh } from '../../welsh.ts'
import type { casePage as english } from '../case-page.ts'

/** Kept complete by `npm run words`. Write only what you are sure of; a Welsh speaker reads it before it is offered. */
export const casePage = {
  'page.title': 'Eich achos',
  'page.leave': 'Gadael y dudalen hon nawr',
  'page.look-again': 'Edrych eto',
  'page.not-all-welsh': 'Nid yw popeth yma yn Gymraeg eto.',
  'page.next': 'Beth sy’n digwydd nesaf',
  'page.promised': toTranslate,
  'page.lapses': toTranslate,
  'page.lapses.paper': toTranslate,
  'page.lapses.ended': toTranslate,
  'page.lapsed': toTranslate,
  'page.show-proof': toTranslate,
  'page.report-again': toTranslate,
  'page.challenge': toTranslate,
  'page.seen-again': toTranslate,
  'page.who': 'Pwy sy’n delio â’ch achos',
  'page.unit': toTranslate,
  'page.asked': toTranslate,
  'page.happened': 'Beth sydd wedi digwydd',
  'page.never-us': toTranslate,
  'page.nothing': 'Dim byd eto.',
  'page.ended-itself': toTranslate,
  'page.not-sent': toTranslate,
  'page.taken-back': toTranslate,
  'page.answer-by': toTranslate,
  'page.challenge-by': toTranslate,
  'page.look-at-it-again': toTranslate,
} as const satisfies Record<keyof typeof english, Welsh>
