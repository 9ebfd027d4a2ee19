import type { en } from '../sentences.ts'
import type { Welsh } from '../welsh.ts'
import { casePage } from './cy/case-page.ts'
import { lanes } from './cy/lanes.ts'
import { messages } from './cy/messages.ts'
import { owners } from './cy/owners.ts'
import { stands } from './cy/stands.ts'
import { targets } from './cy/targets.ts'
import { timeline } from './cy/timeline.ts'

/** The same sentences in Welsh, as far as somebody has written them. After an English one was added: `npm run words`. */
export const cy: Readonly<Record<keyof typeof en, Welsh>> = {
  ...timeline,
  ...lanes,
  ...stands,
  ...targets,
  ...messages,
  ...owners,
  ...casePage,
}
