import { z } from 'zod'
import type { EventDefinition } from '#ledger'

/**
 * An event of another part, known by its name and by the one field that figures need. A part that is not installed never
 * sends it, and then nothing is counted.
 */
export const heard = (type: string): Pick<EventDefinition<{ case?: string | undefined }>, 'type' | 'decode'> => ({
  type,
  decode: ({ data }) => AboutCase.parse(data),
})

/** The same with further fields that figures need. */
export const heardAs = <Data>(type: string, data: z.ZodType<Data>): Pick<EventDefinition<Data>, 'type' | 'decode'> => ({
  type,
  decode: (event) => data.parse(event.data),
})

const AboutCase = z.object({ case: z.uuid().optional() })
