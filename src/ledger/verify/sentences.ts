import type { Report } from './report.ts'

/** A report as a person reads it: what is wrong, what was checked, what could not be. */
export function sentencesOf({ checked, findings, unlisted, notChecked }: Report): string {
  const { events, sealed, heads, signatures, tiles, witnessed } = checked
  const wrong = findings.length + unlisted
  return [
    wrong === 0 ? 'Nothing wrong was found.' : `${wrong} ${wrong === 1 ? 'thing is' : 'things are'} wrong:`,
    ...findings.map(({ says }) => `  - ${says}`),
    ...(unlisted > 0 ? [`  - and ${unlisted} more, not listed.`] : []),
    `Checked: ${events} events, ${sealed} of them sealed; ${heads} heads, ${signatures} signatures, ${tiles} tiles` +
      `${witnessed > 0 ? `; against a witness of ${witnessed} events` : ''}.`,
    'Not checked:',
    ...notChecked.map((says) => `  - ${says}`),
    '',
  ].join('\n')
}
