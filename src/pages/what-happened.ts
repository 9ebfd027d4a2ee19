import type { methods } from '#modules/reports/public'

/** How a phone was taken, as staff say it. */
export const happened = {
  snatch: 'Snatched from a hand',
  pickpocket: 'Taken from a pocket or bag',
  table: 'Taken from a table or a bar',
  robbery: 'Taken by force or a threat',
  distraction: 'Taken during a distraction',
  lost: 'Lost: nobody took it, as far as they know',
  other: 'Something else, or not known',
} as const satisfies Record<(typeof methods)[number], string>
