import { access } from './access.ts'
import { config } from './config.ts'
import type { Document } from './document.ts'
import { dpia } from './dpia.ts'
import { errors } from './errors.ts'
import { events } from './events.ts'
import { requirements } from './requirements.ts'
import { statistics } from './statistics.ts'

export const documents: readonly Document[] = [events, access, errors, config, dpia, requirements, statistics]
