import { defineJob, type Tools } from '#ledger'
import { HandsetId } from '#lib/ids'
import { kept, reviewOn } from '#lib/kept'
import { type EnrolmentTable, enrolmentOf, type GatewayTable, gatewayFor } from '#modules/register/public'
import { ownerMailOf } from '#modules/victims/public'
import type { VaultRef } from '#platform/vault-ref'
import { oweReminder } from '../commands/owe-reminder.ts'
import { mailsIn } from '../owners-mail.ts'
import type { CheckupReminder } from '../views/checkup-reminder.ts'

type Tables = CheckupReminder & EnrolmentTable & GatewayTable
type Row = CheckupReminder['checkup_reminder']

const atOnce = 200

/** Reminds those who asked for it, twice a year (B36). */
export const remindCheckup = defineJob<Tables>('remind-checkup', {
  everyMs: 60_000,
  async run(tools) {
    const rows = await tools.db
      .selectFrom('checkup_reminder')
      .selectAll()
      .where('next_at', '<=', tools.now().toISOString())
      .orderBy('next_at')
      .limit(atOnce)
      .execute()
    for (const row of rows) await remind(tools, row)
  },
})

async function remind({ db, execute, now, vault }: Tools<Tables>, { handset, line, next_at }: Row): Promise<void> {
  const enrolled = await enrolmentOf(db, line)
  if (!enrolled) return
  const known = await vault.reveal('change', 'own-case', enrolled.contacts as VaultRef[])
  const messages: VaultRef[] = []
  for (const { to, language } of mailsIn(known)) {
    const value = { to, ...ownerMailOf('checkup', language) }
    messages.push((await vault.put({ class: 'document', value, reviewAt: reviewOn(kept.sentMessage, now()) })).ref)
  }
  await execute(
    oweReminder,
    {
      ...{ handset: HandsetId.parse(handset), line: line as VaultRef, messages },
      gateways: await gatewayFor(db, 'send-email'),
    },
    `${handset}-${next_at}`,
  )
}
