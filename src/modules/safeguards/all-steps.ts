import type { Steps } from './checkup.ts'
import { iphone } from './steps/iphone.ts'
import { pixel } from './steps/pixel.ts'
import { samsung } from './steps/samsung.ts'

/** The sorts of phone that the checkup knows, by the word in their page's address. */
export const allSteps = { iphone, pixel, samsung } as const satisfies Record<string, Steps>
