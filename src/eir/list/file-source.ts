import { progressBar } from '#platform/progress'
import { readList } from './read-list.ts'
import { draftList } from './shared-list.ts'
import type { Source } from './source.ts'

/** From this size on reading takes long enough to show how far it is. */
const longBytes = 16 * 1024 * 1024

type Options = { readonly file: string; readonly now: () => number; readonly out?: { write(text: string): unknown } }

/** The list has no row that can be used: whoever gave it gave another file than they meant. */
export class NoRow extends Error {}

/** A list that somebody keeps as a CSV file. What is wrong with its rows is said on `out`, line by line. */
export function fileSource({ file, now, out = process.stderr }: Options): Source {
  return {
    async load(signal) {
      const draft = draftList(now)
      const bar = progressBar('reading the list', out)
      const { asOf, handsets, repeated, refused } = await readList(file, draft.list, {
        onVerdict: ({ line, says }) => void out.write(`Line ${line}: ${says}\n`),
        onProgress: (bytes, of) => of >= longBytes && bar.show(bytes, of),
      })
      bar.end()
      out.write(`The list has ${handsets} handsets. ${repeated} rows name one again, ${refused} were not taken.\n`)
      // An empty list lets everybody in, and looks like one that works.
      if (handsets === 0) throw new NoRow(`${file} has no row that can be used: a row is imei,status.`)
      const { list, plane } = await draft.share(signal)
      return { list, plane: plane.memory, asOf }
    },
  }
}
