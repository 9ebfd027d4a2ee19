const stopSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/**
 * Aborts at Ctrl-C, SIGTERM or SIGHUP, so that a long-running command can close in order. A second signal forces:
 * by default the process ends at once. A terminal and npm may both deliver one Ctrl-C: within half a second is once.
 * A command that means something else by one of them leaves it out of `signals`.
 */
export function stopSignal(
  force: () => void = () => process.exit(130),
  signals: readonly (typeof stopSignals)[number][] = stopSignals,
): AbortSignal {
  const stop = new AbortController()
  let firstAt = 0
  const hear = () => {
    if (!stop.signal.aborted) {
      firstAt = performance.now()
      stop.abort()
    } else if (performance.now() - firstAt > 500) force()
  }
  for (const signal of signals) process.on(signal, hear)
  return stop.signal
}

/** Resolves when the signal has aborted. */
export function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
}

/** Ends this process when the parent that started it with a channel dies: in order, and by force after `patienceMs`. */
export function stopWithParent(patienceMs = 4000): void {
  if (!process.connected) return
  process.once('disconnect', () => {
    setTimeout(() => process.kill(process.pid, 'SIGKILL'), patienceMs).unref()
    process.kill(process.pid, 'SIGTERM')
  })
  process.channel?.unref() // a short command ends by itself
}
