import { createHash, createHmac } from 'node:crypto'
import { z } from 'zod'
import type { Place, Running } from './frame.ts'
import { runCaller } from './gateways/caller.ts'

const slug = 'demo-voice'
const Call = z.strictObject({ number: z.string(), word: z.string(), from: z.string().optional() })

/**
 * A telephone service, pretend: its caller keys in a number and spells a word, and it does what Ringback answers. Of the line that calls
 * (`from`) it makes a reference, the same each time; of one that hides its number it has none.
 */
export default async function startVoice({ publicUrl, secretOf, port }: Place): Promise<Running> {
  const token = secretOf(slug)
  const served = await runCaller(port, async (body) => {
    const { number, word, from } = Call.parse(body)
    const caller = from && createHmac('sha256', token).update(`caller ${from}`).digest('base64url')
    return call({ publicUrl: publicUrl ?? '', token, caller }, [undefined, number, keysOf(word)])
  })
  return {
    ...{ slug, name: 'Telephone line (pretend)', sort: 'gateway', connector: 'voice', keySet: { keys: [] } },
    config: {
      ...{ baseUrl: served.origin, clientId: 'ringback', page: `${served.origin}/` },
      voiceTokenHash: createHash('sha256').update(token).digest('base64url'),
    },
    effects: () => [],
    stop: served.stop,
  }
}

const Answer = z.object({ says: z.string(), call: z.string().optional() })

/** One call: what was said, sentence by sentence, until the line hangs up or the caller has nothing more to press. */
async function call(
  { publicUrl, token, caller }: { publicUrl: string; token: string; caller: string | undefined },
  pressed: readonly (string | undefined)[],
) {
  const heard: string[] = []
  let state: string | undefined
  for (const keys of pressed) {
    const said = {
      ...{ ...(state !== undefined && { call: state }), ...(keys !== undefined && { keys: `${keys}#` }) },
      ...(caller && { caller }),
    }
    const answer = await fetch(new URL('/api/voice', publicUrl), {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(said),
    })
    if (!answer.ok) return { status: answer.status, heard, hungUp: true }
    const { says, call: next } = Answer.parse(await answer.json())
    heard.push(says)
    state = next
    if (next === undefined) break
  }
  return { status: 200, heard, hungUp: state === undefined }
}

/** The letters on a telephone's keys (ITU-T E.161). */
const keypad = ['', '', 'abc', 'def', 'ghi', 'jkl', 'mno', 'pqrs', 'tuv', 'wxyz']
const keysOf = (word: string) =>
  [...word.toLowerCase()].map((letter) => keypad.findIndex((key) => key.includes(letter))).join('')
