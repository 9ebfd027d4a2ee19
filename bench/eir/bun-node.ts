// The node's own answers behind Bun's fetch handler, for bench/eir: what another runtime's server would do for the same look-ups.
// Started by Bun; prints its port when it answers; ends with its input.
import { openAnswers } from '../../src/eir/answer/answer-target.ts'
import type { Rules } from '../../src/eir/decide.ts'
import { draftList } from '../../src/eir/list/shared-list.ts'
import { blockedKey } from './keys.ts'

declare const Bun: {
  serve(options: { port: number; hostname: string; fetch(request: Request): Response }): { port: number }
}

process.stdin.on('close', () => process.exit(0)).resume()
const draft = draftList(Date.now)
const blocked = [{ status: 'blocked' as const }]
for (let n = 0; n < Number(process.argv[2]); n++) draft.list.set(blockedKey(n), blocked)
const { plane } = await draft.share(new AbortController().signal)
const rules: Rules = { statusOf: plane.statusOf, isPaired: () => false, tacStatusOf: () => 0, unknown: 0 }
const answerTarget = openAnswers({ rules, onAttempt: () => undefined })
const { port } = Bun.serve({
  port: 0,
  hostname: '127.0.0.1',
  fetch(request) {
    const { status, body, fields } = answerTarget(request.method, request.url)
    return new Response(body, { status, headers: { 'content-type': fields[1] ?? '' } })
  },
})
process.stdout.write(`${port}\n`)
