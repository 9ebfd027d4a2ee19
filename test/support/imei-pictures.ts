import { toSVG } from 'bwip-js/node'
import type { Browser } from 'playwright-core'

/** A picture of the lines on a box or of a screen after *#06#: what is on it, and which numbers a reader may offer. */
export type Shown = {
  readonly sort: 'label' | 'label without barcodes' | 'screen' | 'screen with barcodes' | 'decoys only'
  readonly imeis: readonly string[]
  /** Degrees by which it is held askew, and how far it is out of focus, in pixels. */
  readonly askew: number
  readonly blur: number
  readonly seed: number
}

/** Numbers that come in an order of their own, so that a picture is the same again. */
function numbersFrom(seed: number) {
  let state = seed * 2_654_435_761
  return (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state % below
  }
}

const digits = (next: (below: number) => number, many: number) => Array.from({ length: many }, () => next(10)).join('')

export function withCheckDigit(fourteen: string): string {
  const sum = [...fourteen].reduce((total, sign, at) => {
    const value = Number(sign) * (at % 2 === 1 ? 2 : 1)
    return total + (value > 9 ? value - 9 : value)
  }, 0)
  return `${fourteen}${(10 - (sum % 10)) % 10}`
}

/** IMEIs that nobody need own: the digits of a test allocation, and a right check digit. */
export const imeiFrom = (seed: number) => withCheckDigit(`35${digits(numbersFrom(seed), 12)}`)

const bars = (text: string) => toSVG({ bcid: 'code128', text, height: 9, scale: 2 })
const grouped = (imei: string) => imei.replace(/^(\d{2})(\d{6})(\d{6})(\d)$/, '$1 $2 $3 $4')

function lines({ sort, imeis, seed }: Shown): string {
  const next = numbersFrom(seed + 7)
  const coded = sort === 'label' || sort === 'screen with barcodes' || sort === 'decoys only'
  const line = (name: string, text: string, value = text) =>
    `<p><b>${name}</b> ${text}</p>${coded ? `<div class="bars">${bars(value)}</div>` : ''}`
  const spaced = sort.startsWith('label') && seed % 2 === 0
  return [
    line('EID', `8904${digits(next, 28)}`),
    ...imeis.map((imei, at) => line(imeis.length > 1 ? `IMEI${at + 1}` : 'IMEI', spaced ? grouped(imei) : imei, imei)),
    line('ICCID', `8944${digits(next, 16)}`),
    line('Serial No.', `${'FGHJKLMNPQ'[next(10)]}${digits(next, 3)}X${digits(next, 5)}`),
  ].join('\n')
}

const looks = {
  label: 'background:#fff;color:#111;font:28px sans-serif',
  screen: 'background:#1b1b1f;color:#f2f2f2;font:32px sans-serif;border-radius:40px',
}

function html(shown: Shown): string {
  const look = shown.sort.startsWith('screen') ? looks.screen : looks.label
  return `<!doctype html><style>
    body { margin: 0; background: #8a8378; height: 1200px; display: grid; place-items: center }
    main { ${look}; width: 820px; padding: 40px; transform: rotate(${shown.askew}deg); filter: blur(${shown.blur}px) }
    p { margin: 14px 0 4px } .bars { background: #fff; padding: 14px; width: max-content; max-width: 800px }
    .bars svg { display: block; height: 60px; width: auto; max-width: 770px }
  </style><main>${lines(shown)}</main>`
}

/** The picture as a PNG. */
export async function pictureOf(browser: Browser, shown: Shown): Promise<Buffer> {
  const page = await browser.newPage({ viewport: { width: 1100, height: 1200 } })
  try {
    await page.setContent(html(shown))
    return await page.screenshot()
  } finally {
    await page.close()
  }
}

const sorts = ['label', 'screen', 'screen with barcodes', 'label without barcodes', 'decoys only'] as const

/** So many pictures, of each sort alike; held straight and askew, sharp and a little out of focus. */
export const pictures = (many: number): Shown[] =>
  Array.from({ length: many }, (_, seed) => {
    const sort = sorts[seed % sorts.length] ?? 'label'
    const round = Math.floor(seed / sorts.length)
    const count = sort === 'decoys only' ? 0 : 1 + (round % 2)
    return {
      ...{ sort, seed, imeis: Array.from({ length: count }, (_, at) => imeiFrom(seed * 10 + at + 1)) },
      ...{ askew: [0, 2, -3, 1][round % 4] ?? 0, blur: [0, 0.6, 0, 1][round % 4] ?? 0 },
    }
  })
