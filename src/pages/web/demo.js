// Runs the stopwatch and takes over what changed, while answers are still coming. Without this file the page reloads itself.
const stage = document.querySelector('[data-stage]')
const lookMs = 400
const longestMs = 120_000

async function refresh() {
  const answer = await fetch('/demo', { headers: { accept: 'text/html' } })
  if (!answer.ok) return
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html')
  for (const part of document.querySelectorAll('[data-part]')) {
    const other = fresh.querySelector(`[data-part="${part.dataset.part}"]`)
    if (other && other.innerHTML !== part.innerHTML) part.innerHTML = other.innerHTML
  }
  stage.dataset.stage = fresh.querySelector('[data-stage]')?.dataset.stage ?? 'still'
}

function tick() {
  const clock = document.querySelector('[data-clock]')
  if (clock) clock.textContent = `${((Date.now() - Date.parse(stage.dataset.from)) / 1000).toFixed(1)} s`
}

async function watch() {
  const began = performance.now()
  const ticking = setInterval(tick, 100)
  while (stage.dataset.stage === 'waiting' && performance.now() - began < longestMs) {
    await refresh().catch(() => {})
    await new Promise((done) => setTimeout(done, lookMs))
  }
  clearInterval(ticking)
  // A sighting comes a moment later than the rest: look on, less often.
  for (let looks = 0; looks < 20; looks++) {
    await new Promise((done) => setTimeout(done, 1500))
    await refresh().catch(() => {})
  }
}

if (stage?.dataset.from) void watch()
