import { stat } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'

/** What tells one state of a file from another; another file under its name is another state. */
export type FileState = string

const absent: FileState = 'absent'

export const stateOf = (file: string): Promise<FileState> =>
  stat(file).then(
    ({ ino, size, mtimeMs }) => `${ino} ${size} ${mtimeMs}`,
    () => absent,
  )

type Options = {
  readonly file: string
  /** A state that was looked at and is not wanted. */
  readonly unlike?: FileState | undefined
  /** A file that stays as it is for so long is not being written. */
  readonly everyMs: number
  readonly signal: AbortSignal
}

/** Waits until a file is there, is not as it was, and nobody writes it. */
export async function settled({ file, unlike, everyMs, signal }: Options): Promise<void> {
  for (let last = await stateOf(file); ; ) {
    await pause(everyMs, undefined, { signal })
    const now = await stateOf(file)
    if (now === last && now !== unlike && now !== absent) return
    last = now
  }
}
