/** Does something with each thing, so many side by side; begins no more once `signal` says so. */
export async function manyAtOnce<Thing>(
  things: readonly Thing[],
  most: number,
  signal: AbortSignal,
  act: (thing: Thing) => Promise<void>,
): Promise<void> {
  const left = [...things]
  const work = async (): Promise<void> => {
    for (let one = left.shift(); one !== undefined && !signal.aborted; one = left.shift()) await act(one)
  }
  await Promise.all(Array.from({ length: Math.min(most, things.length) }, work))
}
