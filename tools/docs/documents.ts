import { access } from './access.ts'
import { errors } from './errors.ts'
import { events } from './events.ts'

/** A document made from the code: where it stands, and its text. */
export type Document = { readonly path: string; readonly render: () => Promise<string> }

export const documents: readonly Document[] = [events, access, errors]
