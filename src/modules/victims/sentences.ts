import { casePage } from './sentences/case-page.ts'
import { lanes } from './sentences/lanes.ts'
import { messages } from './sentences/messages.ts'
import { owners } from './sentences/owners.ts'
import { stands } from './sentences/stands.ts'
import { targets } from './sentences/targets.ts'
import { timeline } from './sentences/timeline.ts'

/** Every sentence that a victim reads about their case, on the page and in messages, and all other messages. Said to one person, plain and short. */
export const en = {
  ...{ ...timeline, ...lanes, ...stands, ...targets, ...messages, ...owners, ...casePage },
} as const satisfies Record<string, string>
