import { randomBytes } from 'node:crypto'

/** Who writes a report: each orders and breaks it in its own way. */
export const bounceStyles = ['postfix', 'postfix-headers', 'exim'] as const

export type Returned = {
  readonly style: (typeof bounceStyles)[number]
  /** The envelope sender of the mail: reports go there. */
  readonly from: string
  readonly to: string
  readonly action: 'failed' | 'delayed' | 'relayed'
  readonly status: string
  /** The mail as it was sent. */
  readonly mail: string
  readonly at: Date
}

const host = 'mx.pretend.example'

/** A delivery report (RFC 3464, RFC 6522) about a mail, as Postfix and Exim write it. */
export function bounceOf(returned: Returned): string {
  return returned.style === 'exim' ? byExim(returned) : byPostfix(returned)
}

const lines = (...all: readonly string[]) => all.join('\r\n')
const headOf = (mail: string) => mail.slice(0, mail.search(/\r?\n\r?\n/))

function byPostfix({ style, from, to, action, status, mail, at }: Returned): string {
  const queue = randomBytes(5).toString('hex').toUpperCase()
  const boundary = `${queue}.${Math.floor(at.getTime() / 1000)}/${host}`
  const whole = style === 'postfix'
  return lines(
    'Return-Path: <>',
    `From: MAILER-DAEMON@${host} (Mail Delivery System)`,
    `Subject: ${action === 'delayed' ? 'Delayed Mail (still being retried)' : 'Undelivered Mail Returned to Sender'}`,
    `To: ${from}`,
    'Auto-Submitted: auto-replied',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status;',
    `\tboundary="${boundary}"`,
    `Message-Id: <${at.getTime()}.${queue}@${host}>`,
    '',
    'This is a MIME-encapsulated message.',
    '',
    `--${boundary}`,
    'Content-Description: Notification',
    'Content-Type: text/plain; charset=us-ascii',
    '',
    `This is the mail system at host ${host}.`,
    '',
    `<${to}>: host ${host}[192.0.2.9] said: 550 ${status} no`,
    '    (in reply to RCPT TO command)',
    '',
    `--${boundary}`,
    'Content-Description: Delivery report',
    'Content-Type: message/delivery-status',
    '',
    `Reporting-MTA: dns; ${host}`,
    `X-Postfix-Queue-ID: ${queue}`,
    `X-Postfix-Sender: rfc822; ${from}`,
    `Arrival-Date: ${at.toUTCString()}`,
    '',
    `Final-Recipient: rfc822; ${to}`,
    `Original-Recipient: rfc822;${to}`,
    `Action: ${action}`,
    `Status: ${status}`,
    `Remote-MTA: dns; ${host}`,
    `Diagnostic-Code: smtp; 550 ${status} <${to}>: no such`,
    '    mailbox here',
    '',
    `--${boundary}`,
    `Content-Description: Undelivered Message${whole ? '' : ' Headers'}`,
    `Content-Type: ${whole ? 'message/rfc822' : 'text/rfc822-headers'}`,
    'Content-Transfer-Encoding: 8bit',
    '',
    `Return-Path: <${from}>`,
    whole ? mail : headOf(mail),
    '',
    `--${boundary}--`,
    '',
  )
}

function byExim({ from, to, action, status, mail, at }: Returned): string {
  const boundary = `${Math.floor(at.getTime() / 1000)}-eximdsn-${randomBytes(4).readUInt32BE()}`
  const late = action === 'delayed'
  return lines(
    ...(late ? [] : [`X-Failed-Recipients: ${to}`]),
    'Auto-Submitted: auto-replied',
    `From: Mail Delivery System <Mailer-Daemon@${host}>`,
    `To: ${from}`,
    `Content-Type: multipart/report; report-type=delivery-status; boundary=${boundary}`,
    'MIME-Version: 1.0',
    `Subject: ${late ? 'Warning: message delayed 24 hours' : 'Mail delivery failed: returning message to sender'}`,
    '',
    `--${boundary}`,
    'Content-type: text/plain; charset=us-ascii',
    '',
    'This message was created automatically by mail delivery software.',
    '',
    `  ${to}`,
    '    Unrouteable address',
    '',
    `--${boundary}`,
    'Content-type: message/delivery-status',
    '',
    `Reporting-MTA: dns; ${host}`,
    '',
    `Action: ${action}`,
    `Final-Recipient: rfc822;${to}`,
    `Status: ${status}`,
    '',
    `--${boundary}`,
    `Content-type: ${late ? 'text/rfc822-headers' : 'message/rfc822'}`,
    '',
    `Return-path: <${from}>`,
    late ? headOf(mail) : mail,
    '',
    `--${boundary}--`,
    '',
  )
}
