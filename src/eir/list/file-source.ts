import { progressBar } from '#platform/progress'
import { type FileState, settled, stateOf } from './file-state.ts'
import { readList } from './read-list.ts'
import { draftList } from './shared-list.ts'
import type { Loaded, Source } from './source.ts'

/** From this size on reading takes long enough to show how far it is. */
const longBytes = 16 * 1024 * 1024

type Options = {
  readonly file: string
  readonly now: () => number
  readonly out?: { write(text: string): unknown }
  readonly settleMs?: number
}

/** The file is not what whoever gave it meant: no row of it can be used, or somebody is writing it still. */
export class NoList extends Error {}

/**
 * A list that somebody keeps as a CSV file. What is wrong with its rows is said on `out`, line by line. At the start it must be
 * right. Loaded anew it is waited for while somebody writes it, and read again when it changes, until it is a whole list.
 */
export function fileSource({ file, now, out = process.stderr, settleMs = 1000 }: Options): Source {
  let isFirst = true

  const read = async (signal: AbortSignal): Promise<Loaded> => {
    const before = await stateOf(file)
    const draft = draftList(now)
    const bar = progressBar('reading the list', out)
    const { asOf, handsets, repeated, refused, cutAt } = await readList(file, draft.list, {
      onVerdict: ({ line, says }) => void out.write(`Line ${line}: ${says}\n`),
      onProgress: (bytes, of) => of >= longBytes && bar.show(bytes, of),
    })
    bar.end()
    // Half a list lets in whoever the other half names, and looks like one that works.
    if (cutAt !== undefined) throw new NoList(`${file} ends within line ${cutAt}: a whole row ends with a line break.`)
    if ((await stateOf(file)) !== before) throw new NoList(`${file} was changed while it was read.`)
    if (handsets === 0) throw new NoList(`${file} has no row that can be used: a row is imei,status.`)
    out.write(`The list has ${handsets} handsets. ${repeated} rows name one again, ${refused} were not taken.\n`)
    const { list, plane } = await draft.share(signal)
    return { list, plane: plane.memory, asOf }
  }

  return {
    async load(signal) {
      if (isFirst) {
        isFirst = false
        return read(signal)
      }
      for (let unlike: FileState | undefined; ; ) {
        await settled({ file, unlike, everyMs: settleMs, signal })
        unlike = await stateOf(file)
        try {
          return await read(signal)
        } catch (error) {
          const why = error instanceof Error ? error.message : String(error)
          out.write(`${why} The list before still counts. The file is read again when it has changed.\n`)
        }
      }
    },
  }
}
