/** A turn that comes while its owner is busy is not lost, and several are one. */
export function openTurn() {
  let due = false
  let go = () => {}
  return {
    comes: () => {
      due = true
      go()
    },
    wait: async () => {
      if (!due)
        await new Promise<void>((resolve) => {
          go = resolve
        })
      due = false
    },
  }
}
