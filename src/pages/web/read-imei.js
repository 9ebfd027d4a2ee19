// Reads a phone's own number from a picture of its box or of its screen. The picture stays in this browser. What reads it
// comes from our own address, and only once somebody has chosen a picture. Nothing is filled in by itself: whoever chose the
// picture presses the number that is theirs.

// How IMEIs begin: the bodies that have given them out (GSMA TS.06 annex A).
const reportingBody = /^(?:0\d|10|30|33|35|44|45|49|5[0-4]|86|91|98|99)/

/** ISO/IEC 7812-1 annex B. */
const hasCheckDigit = (digits) => {
  let sum = 0
  for (let at = 0; at < digits.length; at++) {
    const value = Number(digits[digits.length - 1 - at]) * (at % 2 === 0 ? 1 : 2)
    sum += value > 9 ? value - 9 : value
  }
  return sum % 10 === 0
}

/** The IMEIs in a text: runs of exactly 15 digits that stand alone. A part of a longer number (EID, ICCID) is none. */
export function imeisIn(text) {
  const found = new Set()
  for (const line of text.split(/[\r\n]+/))
    for (const [run] of line.matchAll(/(?<![\p{L}\p{N}])\d(?:[ -]?\d)*(?![\p{L}\p{N}])/gu)) {
      const words = run.split(' ')
      // Two numbers may stand side by side; digits beside a number make it a part of something else.
      const whole = words.every((word) => word.length === 15) ? words : [run.replaceAll(/\D/g, '')]
      for (const digits of whole)
        if (digits.length === 15 && reportingBody.test(digits) && hasCheckDigit(digits)) found.add(digits)
    }
  return [...found]
}

const script = (address) =>
  new Promise((resolve, reject) => {
    const element = document.createElement('script')
    element.src = address
    element.onload = resolve
    element.onerror = () => reject(new Error(`${address} did not load`))
    document.head.append(element)
  })

async function fromBarcodes(picture, { zxing, zxingWasm }) {
  if (!globalThis.ZXingWASM) await script(zxing)
  const { prepareZXingModule, readBarcodes } = globalThis.ZXingWASM
  await prepareZXingModule({ overrides: { locateFile: () => zxingWasm }, fireImmediately: true })
  const codes = await readBarcodes(picture, {
    ...{ formats: ['Code128', 'QRCode', 'DataMatrix'], tryHarder: true, tryRotate: true, maxNumberOfSymbols: 20 },
  })
  return imeisIn(codes.map(({ text }) => text).join('\n'))
}

/** The picture with its longer side as given, turned by quarters, in greys. */
function drawn(image, longest, quarters) {
  const scale = longest / Math.max(image.width, image.height)
  const [width, height] = [Math.round(image.width * scale), Math.round(image.height * scale)]
  const canvas = document.createElement('canvas')
  canvas.width = quarters % 2 ? height : width
  canvas.height = quarters % 2 ? width : height
  const context = canvas.getContext('2d')
  context.filter = 'grayscale(1) contrast(1.3)'
  context.translate(canvas.width / 2, canvas.height / 2)
  context.rotate((quarters * Math.PI) / 2)
  context.drawImage(image, -width / 2, -height / 2, width, height)
  return canvas
}

let reader
const openReader = async ({ tesseract, tesseractWorker, tesseractCore, letters }) => {
  if (!globalThis.Tesseract) await script(tesseract)
  return globalThis.Tesseract.createWorker('eng', 1, {
    ...{ workerPath: tesseractWorker, corePath: tesseractCore, workerBlobURL: false, cacheMethod: 'none' },
    langPath: `${letters}?`, // it adds a file's name, and ours has its hash already
  })
}

const sizes = [1500, 2000]

/** A number counts when it is read alike at two sizes: a slip of the reader is not the same twice. */
async function fromLetters(picture, addresses) {
  reader ??= openReader(addresses)
  const opened = await reader
  const image = await createImageBitmap(picture)
  for (const quarters of [0, 1, 3, 2]) {
    const seen = []
    for (const size of sizes) {
      const { data } = await opened.recognize(drawn(image, size, quarters))
      seen.push(imeisIn(data.text))
      if (seen.at(-1).length === 0) break
    }
    const [first = [], second = []] = seen
    const alike = first.filter((one) => second.includes(one))
    if (alike.length > 0) return alike
  }
  return []
}

function offer(block, imeis) {
  const field = document.getElementById(block.dataset.field)
  block.querySelector('[data-found]').replaceChildren(
    ...imeis.map((imei) => {
      const button = document.createElement('button')
      button.type = 'button'
      button.className = 'govuk-button govuk-button--secondary rb-number'
      button.dataset.imei = imei
      button.textContent = imei.replace(/^(\d{2})(\d{6})(\d{6})(\d)$/, '$1 $2 $3 $4')
      button.addEventListener('click', () => {
        field.value = imei
        field.focus()
      })
      return button
    }),
  )
}

function say(block, what) {
  block.querySelector('[role=status]').textContent = what ? block.dataset[what] : ''
}

async function read(block, picture) {
  offer(block, [])
  say(block, 'reading')
  try {
    const coded = await fromBarcodes(picture, block.dataset)
    const imeis = coded.length > 0 ? coded : await fromLetters(picture, block.dataset)
    offer(block, imeis)
    say(block, imeis.length > 0 ? 'choose' : 'none')
  } catch {
    say(block, 'none') // no WebAssembly here, or no connection: it can be typed
  }
}

if (typeof document !== 'undefined')
  for (const block of document.querySelectorAll('[data-read-imei]')) {
    block.hidden = false
    const input = block.querySelector('input[type=file]')
    input.addEventListener('change', () => input.files[0] && void read(block, input.files[0]))
  }
