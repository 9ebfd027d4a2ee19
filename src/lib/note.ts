import { createPrivateKey, createPublicKey, hash as digest, type KeyObject, sign, verify } from 'node:crypto'

/** 0x01 signs the text itself; 0x04 is a witness's signature, which also says when. C2SP signed-note, tlog-cosignature. */
export type SignatureType = 0x01 | 0x04

/** Who may have signed a note: a name, its 4-byte key id and an Ed25519 public key. `vkey` is the text form to hand out. */
export type NoteVerifier = { name: string; id: string; type: SignatureType; publicKey: KeyObject; vkey: string }

/** One who signs notes. `skey` is secret. */
export type NoteSigner = NoteVerifier & { privateKey: KeyObject; skey: string }

/** A signature that was found good. `at` (seconds since 1970) only on a cosignature. */
export type GoodSignature = { verifier: NoteVerifier; at?: number }

/** An opened note, or what is wrong with it. */
export type OpenedNote = { text: string; signatures: GoodSignature[] } | { wrong: string }

const PKCS8_ED25519 = Buffer.from('302e020100300506032b657004220420', 'hex') // RFC 8410: what stands before the 32-byte seed
const SPKI_ED25519 = Buffer.from('302a300506032b6570032100', 'hex') // RFC 8410: what stands before the public key
const NAME = /^[^\s+]+$/u
const MAX_SIGNATURES = 64

/** A signer from 32 secret random bytes. */
export function noteSigner(name: string, seed: Uint8Array, type: SignatureType = 0x01): NoteSigner {
  if (seed.length !== 32) throw new Error(`an Ed25519 seed has 32 bytes, this one ${seed.length}`)
  const privateKey = createPrivateKey({ key: Buffer.concat([PKCS8_ED25519, seed]), format: 'der', type: 'pkcs8' })
  const spki = createPublicKey(privateKey).export({ format: 'der', type: 'spki' })
  const verifier = noteVerifier(name, spki.subarray(SPKI_ED25519.length), type)
  const secret = Buffer.concat([Buffer.from([type]), seed]).toString('base64')
  return { ...verifier, privateKey, skey: `PRIVATE+KEY+${name}+${verifier.id}+${secret}` }
}

/** A verifier from a 32-byte Ed25519 public key. */
export function noteVerifier(name: string, key: Uint8Array, type: SignatureType = 0x01): NoteVerifier {
  if (!NAME.test(name)) throw new Error('a key name is not empty and has neither spaces nor +')
  if (key.length !== 32) throw new Error(`an Ed25519 public key has 32 bytes, this one ${key.length}`)
  const typed = Buffer.concat([Buffer.from([type]), key])
  const id = digest('sha256', Buffer.concat([Buffer.from(`${name}\n`), typed]), 'buffer')
    .subarray(0, 4)
    .toString('hex')
  const publicKey = createPublicKey({ key: Buffer.concat([SPKI_ED25519, key]), format: 'der', type: 'spki' })
  return { name, id, type, publicKey, vkey: `${name}+${id}+${typed.toString('base64')}` }
}

/** Reads the text form of a public key: `<name>+<id>+<base64>`. Throws when it is not one. */
export function parseVerifier(vkey: string): NoteVerifier {
  const [, name, id, typed] = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+=*)$/u.exec(vkey.trim()) ?? []
  if (!name || !typed) throw new Error('not a verifier key: it reads <name>+<8 hex digits>+<base64>')
  const { type, key } = typedKey(typed)
  const verifier = noteVerifier(name, key, type)
  if (verifier.id !== id) throw new Error(`verifier key ${name}: the id ${id} does not belong to this name and key`)
  return verifier
}

/** Reads the text form of a secret key: `PRIVATE+KEY+<name>+<id>+<base64>`. Errors never show the key. */
export function parseSigner(skey: string): NoteSigner {
  const [, name, id, typed] = /^PRIVATE\+KEY\+([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+=*)$/u.exec(skey.trim()) ?? []
  if (!name || !typed) throw new Error('not a signing key: it reads PRIVATE+KEY+<name>+<8 hex digits>+<base64>')
  const { type, key } = typedKey(typed)
  const signer = noteSigner(name, key, type)
  if (signer.id !== id) throw new Error(`signing key ${name}: the id ${id} does not belong to this name and key`)
  return signer
}

function typedKey(base64: string): { type: SignatureType; key: Buffer } {
  const bytes = Buffer.from(base64, 'base64')
  const type = bytes[0]
  if (type !== 0x01 && type !== 0x04) throw new Error(`signature type ${type} is unknown here: 1 and 4 are understood`)
  return { type, key: bytes.subarray(1) }
}

/** A text, which ends in a newline, with one signature. `now` is in milliseconds and used by cosigners only. */
export function signNote(text: string, signer: NoteSigner, now = 0): string {
  if (!text.endsWith('\n') || hasControls(text))
    throw new Error('a note text ends in a newline and has no other control')
  return `${text}\n${signatureLine(text, signer, now)}`
}

/** Adds one more signature to a note. */
export function addSignature(note: string, signer: NoteSigner, now = 0): string {
  const { text } = cut(note) ?? {}
  if (text === undefined) throw new Error('not a signed note')
  return note + signatureLine(text, signer, now)
}

function signatureLine(text: string, signer: NoteSigner, now: number): string {
  const at = Math.floor(now / 1000)
  const time = Buffer.alloc(signer.type === 0x04 ? 8 : 0)
  if (signer.type === 0x04) time.writeBigUInt64BE(BigInt(at))
  const signature = sign(null, signedMessage(text, signer.type, at), signer.privateKey)
  const bytes = Buffer.concat([Buffer.from(signer.id, 'hex'), time, signature])
  return `— ${signer.name} ${bytes.toString('base64')}\n`
}

/** C2SP tlog-cosignature: a cosigner signs its own two lines in front of the text. */
function signedMessage(text: string, type: SignatureType, at: number): Buffer {
  return Buffer.from(type === 0x04 ? `cosignature/v1\ntime ${at}\n${text}` : text)
}

/** Opens a note that at least one of `verifiers` signed. A bad signature by a known key spoils it; strangers' do not. */
export function openNote(note: string, verifiers: readonly NoteVerifier[]): OpenedNote {
  const claims = claimsOf(note, verifiers)
  if ('wrong' in claims) return claims
  const results = claims.claims.map((c) => verify(null, c.message, c.verifier.publicKey, c.signature))
  return conclude(claims, results)
}

/** As `openNote`, on the thread pool: a ledger has many heads and a machine more than one core. */
export async function openNoteAside(note: string, verifiers: readonly NoteVerifier[]): Promise<OpenedNote> {
  const claims = claimsOf(note, verifiers)
  if ('wrong' in claims) return claims
  return conclude(claims, await Promise.all(claims.claims.map(verifyAside)))
}

type Claim = { verifier: NoteVerifier; message: Buffer; signature: Buffer; at?: number }
type Claims = { text: string; claims: Claim[] }

function verifyAside({ message, verifier, signature }: Claim): Promise<boolean> {
  return new Promise((resolve, reject) => {
    verify(null, message, verifier.publicKey, signature, (fault, good) => (fault ? reject(fault) : resolve(good)))
  })
}

function conclude({ text, claims }: Claims, good: boolean[]): OpenedNote {
  const bad = claims.find((_, i) => !good[i])
  if (bad) return { wrong: `the signature of ${bad.verifier.name} does not fit the text` }
  if (claims.length === 0) return { wrong: 'no known key signed it' }
  return { text, signatures: claims.map(({ verifier, at }) => (at === undefined ? { verifier } : { verifier, at })) }
}

function claimsOf(note: string, verifiers: readonly NoteVerifier[]): Claims | { wrong: string } {
  const parts = cut(note)
  if (!parts) return { wrong: 'not a signed note' }
  const claims: Claim[] = []
  for (const line of parts.lines) {
    const [, name, base64] = /^— ([^\s+]+) ([A-Za-z0-9+/]+=*)$/u.exec(line) ?? []
    if (!name || !base64) return { wrong: 'a signature line is malformed' }
    const bytes = Buffer.from(base64, 'base64')
    const id = bytes.subarray(0, 4).toString('hex')
    const verifier = verifiers.find((v) => v.name === name && v.id === id)
    if (!verifier) continue
    const claim = claimOf(parts.text, verifier, bytes.subarray(4))
    if (!claim) return { wrong: `the signature of ${name} has a wrong length` }
    claims.push(claim)
  }
  return { text: parts.text, claims }
}

function claimOf(text: string, verifier: NoteVerifier, bytes: Buffer): Claim | undefined {
  if (verifier.type === 0x01) {
    return bytes.length === 64 ? { verifier, message: signedMessage(text, 0x01, 0), signature: bytes } : undefined
  }
  if (bytes.length !== 72) return undefined
  const at = Number(bytes.readBigUInt64BE())
  return { verifier, message: signedMessage(text, 0x04, at), signature: bytes.subarray(8), at }
}

function cut(note: string): { text: string; lines: string[] } | undefined {
  const split = note.lastIndexOf('\n\n')
  if (split < 0 || !note.endsWith('\n') || hasControls(note)) return undefined
  const lines = note.slice(split + 2, -1).split('\n')
  return lines.length > MAX_SIGNATURES ? undefined : { text: note.slice(0, split + 1), lines }
}

function hasControls(text: string): boolean {
  for (const char of text) if (char < ' ' && char !== '\n') return true
  return !text.isWellFormed()
}
