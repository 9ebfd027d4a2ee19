import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { readForward } from './read-forward.ts'

const bytes = (lines: readonly string[]) => new TextEncoder().encode(lines.join('\r\n'))
const read = async (lines: readonly string[]) => {
  const mail = await readForward(bytes(lines))
  return mail && { from: mail.from, found: mail.found.map(({ sort, value }) => `${sort} ${value}`) }
}
const head = [
  'From: Anna Example <Anna@Example.org>',
  'To: report@ringback.example',
  'Subject: Fwd: your iPhone',
  'MIME-Version: 1.0',
]

test('B31: a mail forwarded in its own text is read for its links and who it says it is from, and not for who forwards it', async () => {
  const text = [
    ...head,
    'Content-Type: text/plain; charset=utf-8',
    '',
    'See below. Anna Example, www.example.org, anna@example.org, 020 7946 0000',
    '---------- Forwarded message ---------',
    'From: Apple Support <help@apple-alerts.top>',
    'Your phone was found: https://icloud.com.find-id.xyz/t?owner=anna',
  ]
  assert.deepEqual(await read(text), {
    from: 'anna@example.org',
    found: ['link icloud.com.find-id.xyz', 'address help@apple-alerts.top'],
  })
})

test('B31: a mail that is forwarded as a file in a mail, and the address behind the words of a page, are read too', async () => {
  const inside = [
    'From: "iCloud" <no-reply@find-my.click>',
    'Subject: found',
    'Content-Type: text/html; charset=utf-8',
    'Content-Transfer-Encoding: quoted-printable',
    '',
    '<p>Open <a href=3D"https://find-my.click/x">www.icloud.com/find</a></p>',
  ]
  const mixed = [
    ...head,
    'Content-Type: multipart/mixed; boundary="b"',
    '',
    '--b',
    'Content-Type: text/plain',
    '',
    'I got this',
    '--b',
    'Content-Type: message/rfc822',
    'Content-Disposition: attachment; filename="mail.eml"',
    '',
    ...inside,
    '--b--',
  ]
  assert.deepEqual(await read(mixed), {
    from: 'anna@example.org',
    found: ['link find-my.click', 'address no-reply@find-my.click'],
  })
  const encoded = Buffer.from('Open https://find-my.click/x now').toString('base64')
  const plain = [...head, 'Content-Type: text/plain', 'Content-Transfer-Encoding: base64', '', encoded]
  assert.deepEqual((await read(plain))?.found, ['link find-my.click'])
})

test('what says of nobody who sent it is no mail of ours to read', async () => {
  for (const lines of [
    [''],
    ['no mail at all'],
    ['From: nobody', '', 'https://find-id.xyz'],
    ['To: a@b.example', '', 'x'],
  ])
    assert.equal(await read(lines), undefined)
})

const form = {
  link: /^(?:[a-z0-9-]+\.)+[a-z0-9-]+(?:\/[\w-]{1,40})?$/,
  address: /^[\w.+-]+@(?:[a-z0-9-]+\.)+[a-z0-9-]+$/,
}
const line = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 80 }),
  fc.constantFrom(
    ...[
      'From: a@b.example',
      'From: <x@find-id.top>',
      'Content-Type: multipart/mixed; boundary="b"',
      '--b',
      '--b--',
      '',
    ],
    ...[
      'Content-Type: message/rfc822',
      'Content-Type: text/html',
      'Content-Transfer-Encoding: base64',
      '=3D=',
      '<a href="https://x.top/y">',
    ],
    ...['Content-Type: text/plain; charset=no-such', 'PGEgaHJlZj0iaHR0cHM6Ly94LnRvcCI+', 'https://find-id.xyz/t'],
  ),
)

test('B31: whatever is piped in as a mail, the reader does not throw, and tells nothing but hosts and addresses', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(line, { maxLength: 40 }), fc.uint8Array({ maxLength: 60 }), async (lines, rest) => {
      const mail = await readForward(Buffer.concat([bytes(lines), rest]))
      if (!mail) return
      assert.match(mail.from, /^[^\s@]+@[^\s@]+$/)
      assert.ok(mail.found.length <= 20)
      for (const { sort, value } of mail.found) {
        assert.ok(sort === 'link' || sort === 'address')
        assert.match(value, form[sort])
      }
    }),
    { numRuns: 300 },
  )
})
