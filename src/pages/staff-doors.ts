import type { Caller } from '#http'
import { matrix } from '#http/access/matrix'
import type { Demand } from '#http/access/policy'
import type { Purpose, Role } from '#http/access/vocabulary'

/** A page that the staff page leads to. Its demand and purpose are those of the page itself; a test compares them. */
export type Door = {
  readonly href: string
  readonly text: string
  readonly group: 'waits' | 'does'
  /** `anyone`: any member of staff. */
  readonly who: Demand | 'anyone'
  /** The page is for this purpose and no other. */
  readonly purpose?: Purpose
  /** Where the page itself asks for more than the act. */
  readonly only?: readonly Role[]
}

const lookAtCases = { act: 'look', record: 'theft-report' } as const
const changeCases = { act: 'change', record: 'theft-report' } as const
const checkPhones = { act: 'look', record: 'imei-status' } as const
const exhibits = { act: 'change', record: 'exhibit' } as const
const owners = { act: 'change', record: 'handset-owner' } as const
const changePatrols = { act: 'change', record: 'patrol' } as const
const lookAtPatrols = { act: 'look', record: 'patrol' } as const
const tasks = { act: 'change', record: 'task' } as const
const buying = 'check-before-buying'
/** What only reports know is for those whose permission reaches the reports of all. */
const reachAllHotspots = matrix
  .filter(({ record, reach }) => record === 'hotspot' && reach === 'all')
  .map(({ role }) => role)

/** Descriptions are searched to investigate, and for nothing else. */
const investigate = matrix
  .filter(({ record, purposes }) => record === 'theft-report' && purposes.includes('investigate-crime'))
  .map(({ role }) => role)

/**
 * Every page of staff that can be opened without coming from another one. The staff page shows of these what a role may open, so a
 * new page needs a row here: a test fails without it.
 */
export const doors: readonly Door[] = [
  { href: '/staff/cases', text: 'What victims wait for', group: 'waits', who: lookAtCases },
  { href: '/staff/conflicts', text: 'Doubts about reports', group: 'waits', who: changeCases },
  { href: '/staff/proofs', text: 'Papers to look at', group: 'waits', who: changeCases },
  { href: '/staff/buyers', text: 'Buyers who wait for an answer', group: 'waits', who: changeCases },
  { href: '/staff/messages', text: 'Messages that did not arrive', group: 'waits', who: lookAtCases },
  {
    ...{ href: '/staff/safeguarding', text: 'People who may be watched', group: 'waits' },
    who: { act: 'look', record: 'safeguarding' },
  },
  { href: '/staff/deviations', text: 'Say why something was late', group: 'waits', who: changeCases },
  { href: '/staff/workload', text: 'How much waits, and for whom', group: 'waits', who: lookAtCases },
  {
    ...{ href: '/staff/looks', text: 'Look-ups to ask about', group: 'waits' },
    who: { act: 'look', record: 'look-doubt' },
  },
  {
    ...{ href: '/staff/patterns', text: 'Patterns in where phones are taken', group: 'waits' },
    who: { act: 'change', record: 'hotspot' },
  },
  { href: '/staff/tasks', text: 'Tasks, those that are worth most first', group: 'waits', who: tasks },
  {
    ...{ href: '/staff/described', text: 'Find who was described so', group: 'does' },
    ...{ who: lookAtCases, only: investigate },
  },
  {
    ...{ href: '/staff/report', text: 'Report a theft for somebody', group: 'does', purpose: 'respond-to-theft' },
    who: { act: 'change', record: 'assisted-report' },
  },
  {
    ...{ href: '/staff/patrol', text: 'Go on duty, and see what you are told', group: 'does' },
    ...{ purpose: 'respond-to-theft', who: { act: 'change', record: 'duty' } },
  },
  {
    ...{ href: '/staff/patrol/tour', text: 'Walk your tour', group: 'does' },
    ...{ purpose: 'respond-to-theft', who: { act: 'change', record: 'duty' } },
  },
  {
    ...{ href: '/staff/alerts', text: 'Alerts of the last hour', group: 'does', only: ['control-room-operator'] },
    ...{ purpose: 'respond-to-theft', who: { act: 'look', record: 'duty' } },
  },
  {
    ...{ href: '/staff/hotspots', text: 'See where phones are taken', group: 'does' },
    who: { act: 'look', record: 'hotspot' },
  },
  {
    ...{ href: '/staff/hotspots/sheet', text: 'Print a quick sheet for a shift', group: 'does' },
    who: { act: 'look', record: 'hotspot' },
  },
  {
    ...{ href: '/staff/calendar', text: 'See which days to plan for', group: 'does' },
    who: { act: 'look', record: 'hotspot' },
  },
  {
    ...{ href: '/staff/places', text: 'See which places to change, and what helped', group: 'does' },
    who: { act: 'look', record: 'hotspot' },
  },
  {
    ...{ href: '/staff/places/stations', text: 'See thefts near stations', group: 'does' },
    who: { act: 'look', record: 'hotspot' },
  },
  {
    ...{ href: '/staff/places/night', text: 'See thefts at night', group: 'does', only: reachAllHotspots },
    who: { act: 'look', record: 'hotspot' },
  },
  {
    ...{
      href: '/staff/places/risk',
      text: 'See how often somebody is identified',
      group: 'does',
      only: reachAllHotspots,
    },
    who: { act: 'look', record: 'hotspot' },
  },
  { href: '/staff/shift', text: 'Plan a shift', group: 'does', who: changePatrols },
  { href: '/staff/fences', text: 'Draw geofences', group: 'does', who: changePatrols },
  { href: '/staff/dosage', text: 'Patrols: planned and done', group: 'does', who: lookAtPatrols },
  { href: '/staff/effect', text: 'See whether patrols helped', group: 'does', who: lookAtPatrols },
  {
    ...{ href: '/staff/covert', text: 'Plan plain-clothes patrols', group: 'does' },
    who: { act: 'change', record: 'covert-patrol' },
  },
  { href: '/staff/handset', text: 'Check a phone in your hands', group: 'does', who: checkPhones },
  { href: '/staff/lock-screen', text: 'Look up a lock-screen card', group: 'does', who: checkPhones },
  { href: '/staff/seize', text: 'Seize a phone', group: 'does', who: exhibits },
  { href: '/staff/tray', text: 'Scan a tray of phones', group: 'does', who: exhibits },
  { href: '/staff/undo', text: 'Take a report back', group: 'does', who: changeCases },
  { href: '/staff/safe-mode', text: 'Switch safe mode on for a case', group: 'does', who: changeCases },
  { href: '/staff/indicators', text: 'Messages that look wrong, across cases', group: 'does', who: lookAtCases },
  {
    ...{ href: '/staff/campaigns', text: 'Campaigns', group: 'does', purpose: 'prevent-crime' },
    who: { act: 'change', record: 'campaign' },
  },
  { href: '/staff/own', text: 'Say which number is your own', group: 'does', purpose: 'run-system', who: 'anyone' },
  { href: '/dealer', text: 'Check a phone before you buy it', group: 'does', purpose: buying, who: checkPhones },
  { href: '/dealer/purchase', text: 'Write down a phone that you bought', group: 'does', purpose: buying, who: owners },
  { href: '/dealer/sale', text: 'Write down a phone that you sold', group: 'does', purpose: buying, who: owners },
]

/** The doors that this caller’s roles open, for whichever purpose they name. */
export function doorsFor(caller: Caller): Door[] {
  if (caller.kind !== 'staff') return []
  return doors.filter(
    ({ who, purpose, only }) =>
      who === 'anyone' ||
      matrix.some(
        ({ role, record, may, purposes }) =>
          caller.roles.includes(role) &&
          (only === undefined || only.includes(role)) &&
          record === who.record &&
          may.includes(who.act) &&
          (purpose === undefined || purposes.includes(purpose)),
      ),
  )
}
