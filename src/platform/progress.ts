/** Where progress is shown: stderr, so that stdout stays data. */
type Out = { isTTY?: boolean; write(text: string): unknown }

/** A progress bar for long work: redrawn in place on a terminal, a line for each tenth elsewhere. Call `end` before other words. */
export function progressBar(what: string, out: Out = process.stderr) {
  let shown = -1
  const draw = (text: string) => out.write(out.isTTY ? `\r\x1b[K${text}` : `${text}\n`)
  return {
    show(done: number, of: number): void {
      const percent = of > 0 ? Math.min(100, Math.floor((100 * done) / of)) : 100
      if (out.isTTY ? percent === shown : Math.floor(percent / 10) === Math.floor(shown / 10)) return
      shown = percent
      const filled = Math.round(percent / 5)
      draw(`${what} [${'#'.repeat(filled)}${'-'.repeat(20 - filled)}] ${percent}%  ${done} of ${of}`)
    },
    end(): void {
      if (out.isTTY && shown >= 0) out.write('\n')
    },
  }
}
