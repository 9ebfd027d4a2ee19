import { z } from 'zod'

/** What goes out to a victim by a gateway. */
export const sentChannels = ['text', 'email', 'push', 'letter'] as const
export type SentChannel = (typeof sentChannels)[number]

/** How a victim is reached. `page`: nobody may be written to, so the case page alone says it. */
export const channels = [...sentChannels, 'page'] as const
export type Channel = (typeof channels)[number]

/** What an update is about; each has its words in `sentences.ts`. */
export const templates = [
  'was-this-you', // level 0: somebody named the number, nothing more is known
  'their-phone', // to whom the owner trusts, and to nobody else
  'their-phone-back', // to them too: what was stopped is being lifted
  'reported',
  'contact-added',
  'raised',
  'line-stopped',
  'stopped',
  'stopped-partly',
  'refused',
  'seen',
  'seized',
  'in-store',
  'not-yours', // what police have is another person's: 'seized' was wrong
  'returned',
  'restored',
  'wipe-asked', // it waits a day, and whoever did not ask can stop it
  'heartbeat',
  'lapsing', // the stops end within hours unless more is shown
  'lapsed', // they have ended
  'withdrawn',
  'closed',
  'reopened',
  'answered',
  'answered-after-end',
  'decided',
] as const
export type Template = (typeof templates)[number]

/** What says that a case has ended. */
export const endWords: readonly Template[] = ['returned', 'withdrawn', 'closed']

/** After these the case has ended: what they name is the date until which it can be challenged. */
export const lastWords: readonly Template[] = [...endWords, 'answered-after-end', 'their-phone-back']

/** That the stops end by themselves, and that they have. */
export const stopsEnd: readonly Template[] = ['lapsing', 'lapsed']

/** For whom the owner trusts: no word of the victim's, and no news for them. */
export const trustedWords: readonly Template[] = ['their-phone', 'their-phone-back']

/** All that may be written to anybody while only the number of a phone was said: anybody may say it, and name anybody. */
export const unprovedWords: readonly Template[] = [
  'was-this-you',
  'their-phone',
  'their-phone-back',
  'contact-added',
  ...endWords,
]

/** What can wait for the post: everything else is old news by then. */
export const postedWords: readonly Template[] = ['heartbeat', ...lastWords]

/** How a message of ours failed, in the words of its gateway. */
export const failures = [
  ...(['permanent-failure', 'temporary-failure', 'technical-failure', 'refused', 'no-answer'] as const),
  'no-receipt', // its gateway took it and never said what became of it
] as const
export type Failure = (typeof failures)[number]

/** Others than the victim whom a case's unit has written to. */
export const others = ['buyer', 'appellant'] as const
export type Other = (typeof others)[number]

/** What police decide that a victim is told (Victims' Code, right 6). */
export const decisions = ['not-investigated', 'arrested', 'interviewed', 'released', 'bail-changed', 'charged'] as const
export type Decision = (typeof decisions)[number]

/** When victims are asked how they are (B50): in the first week, later while the case is open, and when it has ended. */
export const feelingSteps = ['first-week', 'open', 'ended'] as const
export type FeelingStep = (typeof feelingSteps)[number]
export const feelingAnswers = ['yes', 'no', 'unsure'] as const

/** Why something that was owed was not done by its time. */
export const deviationReasons = [
  'too-many-cases',
  'waited-for-others', // another organisation had to answer first
  'victim-not-reached',
  'system-down',
  'clock-does-not-fit', // the published time does not suit this case
  'overlooked',
] as const
export type DeviationReason = (typeof deviationReasons)[number]

/** What a person did about a message that did not arrive. */
export const handlings = ['reached', 'new-contact', 'nobody-reached'] as const
export type Handling = (typeof handlings)[number]

/** The opaque name of a member of staff. */
export const Officer = z.string().regex(/^[A-Za-z0-9_-]{1,40}$/)
/** What a thief can get into from an open phone (docs/adr/0026), in the order in which it is shown. */
export const targets = ['bank', 'email', 'cloud', 'wallet', 'crypto', 'identity', 'work'] as const
export type Target = (typeof targets)[number]

/** What only the victim can do, and keeps a tick for. */
export const steps = ['find-apple', 'find-google', 'find-samsung', 'call-159', 'email-password', 'work-desk'] as const
export type Step = (typeof steps)[number]

/** The targets that a step settles. A phone that is marked as lost pays with no wallet and changes no account. */
export const settles: Readonly<Record<Step, readonly Target[]>> = {
  'find-apple': ['cloud', 'wallet'],
  'find-google': ['cloud', 'wallet'],
  'find-samsung': ['cloud', 'wallet'],
  'call-159': ['bank'],
  'email-password': ['email'],
  'work-desk': ['work'],
}
