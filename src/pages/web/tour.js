// Keeps an officer's tour going without a connection, for the shift: the worker keeps the page, and this file what could not be told.
// Stays are told as how long in which square; the way between them is kept nowhere. Without this file the forms do the same on the air.
const shelf = 'tour'
const store = '/staff/patrol/tour/later'
const page = document.querySelector('[data-patrol]')
const note = document.querySelector('[data-kept]')
const { shift } = page.dataset
/** The tour as the server gave it; not on the page of alerts, which only sends what is left. */
const tour = page.dataset.tour && JSON.parse(page.dataset.tour)
const isKept = note?.hidden === false

const tell = (words) => {
  document.querySelector('[data-patrol-says]').textContent = words
}

async function read() {
  const found = await (await caches.open(shelf)).match(store)
  const state = await found?.json()
  return state?.shift === shift ? state : { shift, slow: 0, answers: [], stays: [] }
}

/** One window at a time. */
const change = (work) =>
  navigator.locks.request(shelf, async () => {
    const state = await read()
    work(state)
    await (await caches.open(shelf)).put(store, new Response(JSON.stringify(state)))
    return state
  })

// --- what could not be told ---

const mostAtOnce = 100

/** Sends what there is, nothing too: whether the server takes it is the only sure sign of a connection. */
async function send() {
  const { stays, answers } = await read()
  const told = {
    stays: stays.slice(0, mostAtOnce),
    answers: answers.filter(({ isSent }) => !isSent).slice(0, mostAtOnce),
  }
  const body = {
    shift,
    sentAt: Date.now(),
    stays: told.stays,
    answers: told.answers.map(({ isSent: _, ...one }) => one),
  }
  const answer = await fetch('/api/patrol/later', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'ringback-purpose': 'respond-to-theft' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(8000),
  }).catch(() => undefined)
  if (answer?.status === 404) {
    await caches.delete(shelf) // the server says that this shift is over
    location.reload()
    return false
  }
  if (answer?.status === 401) tell('You are signed out. Sign in again: what you did is kept until your shift ends.')
  if (!answer?.ok) return false
  if ((await answer.json()).refused) tell('The plan did not take one of your answers. Look at your stops again.')
  const ids = new Set([...told.stays, ...told.answers].map(({ id }) => id))
  const left = await change((state) => {
    state.stays = state.stays.filter(({ id }) => !ids.has(id))
    for (const one of state.answers) one.isSent ||= ids.has(one.id)
  })
  return left.stays.length + left.answers.filter(({ isSent }) => !isSent).length > 0 ? send() : true
}

const untold = ({ stays, answers, open }) =>
  stays.length > 0 || answers.some(({ isSent }) => !isSent) || Boolean(open?.isUntold)

/** Says whether all is told. */
async function tellUntold() {
  if (!untold(await read())) return true
  if (!(await send())) return false
  // Only now: each part that is sealed is a stay of its own.
  const { stays } = await change(({ open, ...state }) => open?.isUntold && seal(state, open))
  return stays.length === 0 || send()
}

// --- how long in which square ---

const [leastMs, silenceMs] = [20_000, 180_000]
const halfMetres = 75
const vagueMetres = 100

const outside = ({ lon, lat }, at) => {
  const north = (at.lat - lat) * 111_320
  const east = (at.lon - lon) * 111_320 * Math.cos((lat * Math.PI) / 180)
  return Math.max(Math.abs(north), Math.abs(east)) - halfMetres
}

/** What of a stay was not told as it came. It goes on from here. */
function seal({ stays }, open) {
  const { square, entered, last } = open
  if (last - entered >= leastMs)
    stays.push({ id: crypto.randomUUID(), fence: tour.squares[square].fence, entered, left: last })
  open.entered = last
  open.isUntold = false
}

function follow(state, at, { accuracy, isTold }) {
  const now = Date.now()
  const { open } = state
  const isGone = (one) => now - one.last > silenceMs || outside(tour.squares[one.square], at) > Math.max(15, accuracy)
  if (open && isGone(open)) {
    if (open.isUntold) seal(state, open)
    delete state.open
  }
  if (state.open) {
    state.open.last = now
    state.open.isUntold ||= !isTold
    return
  }
  const square = tour.squares.findIndex((one) => outside(one, at) <= 0)
  if (square >= 0) state.open = { square, entered: now, last: now, isUntold: !isTold }
}

async function seen({ lon, lat, accuracy, isTold }) {
  if (accuracy > vagueMetres) return
  await show(await change((state) => follow(state, { lon, lat }, { accuracy, isTold })))
}

// --- what the page shows meanwhile ---

const clock = (ms) =>
  new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', hour: '2-digit', minute: '2-digit' }).format(ms)
const lateMs = 600_000

const write = (part, words) => {
  const found = document.querySelector(part)
  if (found && found.textContent !== words) found.textContent = words
}

function showNext({ open, slow }, stop) {
  const section = document.querySelector('.rb-next')
  if (!section) return
  if (!stop) {
    section.textContent = 'That was the last stop.'
    return
  }
  const { near, from, to, minutes } = stop
  const isThere = open?.square === stop.square
  const until = isThere && open.entered + minutes * 60_000
  const left = until && Math.ceil((until - Date.now()) / 60_000)
  write('.rb-next h2', near)
  write('.rb-next__time', isThere ? `Stay until ${clock(until + slow)}` : `${from} to ${to}`)
  const stay = `Stay ${minutes} minutes, seen by people.`
  const goes = left > 0 ? `${left} ${left === 1 ? 'minute' : 'minutes'} to go.` : 'Long enough. You can walk on.'
  write('.rb-next__time + p', isThere ? goes : stay)
  document.querySelector('[data-left]')?.removeAttribute('data-left') // patrol.js counts no more
  for (const field of section.querySelectorAll('[name="stop"]')) field.value = stop.stop
}

/** The page is of an earlier moment while it is kept, or while something is untold: what was done since is shown on it. */
async function show(state) {
  if (!tour || !(isKept || untold(state))) return
  const said = new Map(state.answers.map((one) => [one.stop, one]))
  const now = Date.now() + state.slow
  const next = tour.stops.find(
    ({ stop, isSaid, leaves, square }) =>
      !isSaid && !said.has(stop) && (leaves + lateMs > now || state.open?.square === square),
  )
  showNext(state, next)
  for (const [stop, { answer, isSent }] of said)
    write(`[data-line="${stop}"] [data-says]`, `: ${tour.words[answer]}${isSent ? '' : ', not sent yet'}`)
  for (const line of document.querySelectorAll('[data-line]')) {
    const isNext = Number(line.dataset.line) === next?.stop
    const mark = line.querySelector('strong')
    mark.hidden = !isNext
    mark.textContent = state.open?.square === next?.square ? 'now' : 'next'
    if (isNext) line.setAttribute('aria-current', 'step')
    else line.removeAttribute('aria-current')
  }
}

async function answer(event) {
  const { do: act, stop, answer: said } = event.target.elements
  if (act?.value !== 'answer') return
  event.preventDefault()
  const one = { id: crypto.randomUUID(), stop: Number(stop.value), answer: said.value }
  await show(await change((state) => state.answers.push(one)))
  if (await tellUntold()) location.reload()
}

/** Loads the page anew once the network is quick enough to bring it: else the kept one would come again. */
async function comeBack() {
  await tellUntold()
  if (!isKept) return
  const began = performance.now()
  const found = await fetch(location.href).catch(() => undefined)
  if (found?.ok && performance.now() - began < 1000) location.reload()
}

/** The server knows better what it has been told. By its clock the page counts, whatever the device's says. */
function takeFresh(state) {
  const now = Date.now()
  const { there } = tour
  state.slow = tour.now - now
  state.until = now + tour.keepSeconds * 1000
  state.answers = state.answers.filter(({ isSent }) => !isSent)
  if (there && !state.open)
    state.open = { square: there.square, entered: there.since - state.slow, last: now, isUntold: false }
}

const tickMs = 15_000

async function begin() {
  if (isKept) for (const part of document.querySelectorAll('[data-now]')) part.remove()
  const state = await change((one) => tour && !isKept && takeFresh(one))
  await show(state)
  globalThis.tour = tour && { tellUntold, seen }
  if (tour) document.addEventListener('submit', answer)
  addEventListener('online', comeBack)
  setInterval(async () => {
    await comeBack()
    await show(await read())
  }, tickMs)
  if (tour) setTimeout(() => caches.delete(shelf).then(() => location.reload()), state.until - Date.now())
  const wasThere = navigator.serviceWorker.controller
  await navigator.serviceWorker.register('/staff/patrol-worker.js', { scope: '/staff/patrol' })
  const { active } = await navigator.serviceWorker.ready
  if (tour && !wasThere) active.postMessage('keep') // this page came past it
  await comeBack()
}

if ('caches' in globalThis && 'serviceWorker' in navigator && navigator.locks) await begin()
