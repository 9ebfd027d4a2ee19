import { readStream } from '#ledger'
import { guardFor, told } from '#modules/victims/public'
import { queryable } from '#platform/database'
import { VaultRef } from '#platform/vault-ref'
import { definePage } from '../define-page.ts'
import { heldCase } from '../held-case.ts'

/** The long part of a report, after everything is stopped: a list that can be left and taken up again. */
export default definePage()({
  url: '/case/details',
  title: 'Tell us more',
  template: 'public/case-details.njk',
  who: 'anyone',
  purpose: 'own-case',
  personal: true,

  async load(_, context) {
    const held = await heldCase(context)
    if ('redirect' in held) return held
    const events = await readStream(queryable(context.db), `case/${held.case}`)
    const refs = events
      .filter(({ type }) => type === 'reports.details-added')
      .flatMap(({ data }) => VaultRef.safeParse((data as { details?: unknown }).details).data ?? [])
    const kept = await context.vault.reveal('list-details', refs)
    const given = [...kept.values()].flatMap((one) => (one.erased ? [] : [(one.value as { topic?: unknown })?.topic]))
    const { contacts } = told.run(events)
    const guard = guardFor(events, held.access)
    const happened = (type: string) => events.some((event) => event.type === type)
    return {
      guard,
      tasks: [
        { href: '/case/details/where', text: 'Where and when it was', done: given.includes('where') },
        {
          href: '/case/details/phone',
          text: 'Your banks, and what was on the phone',
          done: given.includes('phone') || happened('reports.banks-named'),
        },
        {
          href: '/case/details/accounts',
          text: 'E-mail, crypto and digital ID',
          done: happened('reports.accounts-named') || happened('victims.targets-absent'),
        },
        { href: '/case/details/who', text: 'Who took it', done: given.includes('who') },
        { href: '/case/harm', text: 'What has happened since', told: happened('harms.harm-told') },
        { href: '/case/suspicious', text: 'Messages that look wrong', told: happened('harms.message-told') },
        { href: '/case/proof', text: 'A paper that shows the phone is yours', done: happened('reports.proof-offered') },
        // Without a state: whoever reads over the shoulder learns from none that it is on, or off.
        { href: '/case/safe', text: 'Who may see your case' },
        { href: '/case/details/contact', text: 'Where we can write to you', done: contacts.some(({ push }) => !push) },
      ],
    }
  },
})
