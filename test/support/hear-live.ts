import type { Loop } from './loop.ts'

/** A stream of updates, as an open page has it. `until`: waits for words in all that came so far. */
export async function hearLive({ origin }: Pick<Loop, 'origin'>, path: string, { cookie }: { cookie: string }) {
  const end = new AbortController()
  const { body } = await fetch(origin + path, { headers: { cookie }, signal: end.signal })
  const reader = (body as ReadableStream<Uint8Array>).pipeThrough(new TextDecoderStream()).getReader()
  let heard = ''
  const until = async (what: RegExp) => {
    while (!what.test(heard)) heard += (await reader.read()).value ?? ''
  }
  return { until, stop: () => end.abort() }
}
