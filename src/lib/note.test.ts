import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { checkpointText, parseCheckpoint } from './checkpoint.ts'
import { addSignature, noteSigner, openNote, openNoteAside, parseSigner, parseVerifier, signNote } from './note.ts'

// The worked example of golang.org/x/mod/sumdb/note, which the C2SP format was taken from.
const vkey = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW'
const skey = 'PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz'
const text = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
const note = `${text}\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n`

// The worked example of C2SP tlog-cosignature.
const cosigned = `example.com/behind-the-sofa
20852163
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==
`

const log = noteSigner('ringback.example/log', Buffer.alloc(32, 1))
const witness = noteSigner('witness.example/w', Buffer.alloc(32, 2), 0x04)

test('the published example note opens, and its key signs the same bytes again', () => {
  const opened = openNote(note, [parseVerifier(vkey)])
  assert.ok('text' in opened)
  assert.equal(opened.text, text)
  assert.equal(signNote(text, parseSigner(skey)), note)
  assert.equal(parseSigner(skey).vkey, vkey)
})

test('keys are written and read back, and a key under a false id is not taken', () => {
  assert.equal(parseSigner(witness.skey).skey, witness.skey)
  assert.equal(parseVerifier(witness.vkey).vkey, witness.vkey)
  assert.throws(() => parseVerifier(vkey.replace('c74f20a3', 'c74f20a4')), /does not belong/)
  assert.throws(
    () => parseSigner(skey.replace('c74f20a3', 'c74f20a4')),
    (e: Error) => !e.message.includes('AYEKFALV'),
  )
  for (const wrong of ['', 'a+b', `${vkey} x`, 'a b+00000000+AA==', 'x+00000000+AgAA'])
    assert.throws(() => parseVerifier(wrong))
})

test('one changed letter, a stranger key or a missing signature is found', () => {
  const signed = signNote('a\n1\n', log)
  assert.deepEqual(openNote(signed.replace('a', 'b'), [log]), {
    wrong: 'the signature of ringback.example/log does not fit the text',
  })
  assert.deepEqual(openNote(signed, [witness]), { wrong: 'no known key signed it' })
  assert.deepEqual(openNote('a\n1\n', [log]), { wrong: 'not a signed note' })
})

test('a witness adds its signature and the time, and the log keeps its own', () => {
  const both = addSignature(signNote('a\n1\n', log), witness, 1_679_315_147_999)
  const opened = openNote(both, [log, witness])
  assert.ok('text' in opened)
  assert.deepEqual(
    opened.signatures.map(({ verifier, at }) => [verifier.name, at]),
    [
      ['ringback.example/log', undefined],
      ['witness.example/w', 1_679_315_147],
    ],
  )
})

test('the time of a witness cannot be changed afterwards', () => {
  const signed = signNote('a\n1\n', witness, 5000)
  const [head, base64 = ''] = signed.split('— witness.example/w ')
  const bytes = Buffer.from(base64, 'base64')
  bytes.writeBigUInt64BE(6n, 4)
  assert.ok('wrong' in openNote(`${head}— witness.example/w ${bytes.toString('base64')}\n`, [witness]))
})

test('the published cosigned checkpoint is read line by line, and its keys are strangers to us', () => {
  const opened = openNote(cosigned, [log])
  assert.deepEqual(opened, { wrong: 'no known key signed it' })
  const body = cosigned.slice(0, cosigned.indexOf('\n\n') + 1)
  const checkpoint = parseCheckpoint(body)
  assert.equal(checkpoint?.size, 20_852_163)
  assert.equal(checkpoint && checkpointText(checkpoint), body)
})

test('opening aside gives what opening at once gives, whatever the note', async () => {
  const good = addSignature(signNote('a\n1\n', log), witness, 1000)
  const mangled = fc
    .tuple(fc.nat(good.length), fc.string({ maxLength: 2 }))
    .map(([at, s]) => good.slice(0, at) + s + good.slice(at + s.length))
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.constant(good), mangled, fc.string()), async (any) => {
      assert.deepEqual(await openNoteAside(any, [log, witness]), openNote(any, [log, witness]))
      if (any !== good && any.startsWith('a\n1\n\n')) return
      const opened = openNote(any, [log, witness])
      assert.ok('wrong' in opened || opened.text === 'a\n1\n')
    }),
  )
})

test('a checkpoint is read in its one form only', () => {
  const root = Buffer.alloc(32, 7)
  fc.assert(
    fc.property(fc.maxSafeNat(), (size) => {
      const checkpoint = { origin: 'ringback.example/log', size, root }
      assert.deepEqual(parseCheckpoint(checkpointText(checkpoint)), checkpoint)
    }),
  )
  const base64 = root.toString('base64')
  const wrong = [
    `o\n01\n${base64}\n`,
    `o\n1\n${base64}`,
    `\n1\n${base64}\n`,
    'o\n1\nAAAA\n',
    `o\n-1\n${base64}\n`,
    `o\n1\n${base64}\n\n`,
  ]
  for (const body of wrong) assert.equal(parseCheckpoint(body), undefined, body)
})
