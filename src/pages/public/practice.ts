import { z } from 'zod'
import { LineTyped } from '#lib/line'
import { methods } from '#modules/reports/public'
import { definePage } from '../define-page.ts'
import { happened } from './report.ts'

/**
 * The real screens of a report, and nothing sent: it calls no command and keeps nothing, so nobody needs to test the real
 * button (USERS 0.4: people blocked their own phones to see what it does).
 */
export default definePage()({
  url: '/practice',
  title: 'Practice: report a stolen phone',
  template: 'public/practice.njk',
  who: 'anyone',
  load: () => ({
    choices: Object.entries(happened).map(([value, text]) => ({ value, text })),
    ...{ step: 'what', practice: '/practice' },
  }),
  form: z.object({ line: LineTyped, method: z.enum(methods, 'Choose what happened') }),
  act: () => ({
    ...{ step: 'who', title: 'Practice: who are you?', token: 'practice', values: {} },
    practice: '/practice/receipt',
  }),
})
