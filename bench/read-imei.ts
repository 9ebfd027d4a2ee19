import { launchBrowser } from '../test/support/browser.ts'
import { pictureOf, pictures, type Shown } from '../test/support/imei-pictures.ts'
import { offeredFor } from '../test/support/reading-page.ts'
import { openSite } from '../test/support/site.ts'
import { atLeast, atMost, defineBench, quantile, recorded } from './frame.ts'

const many = Number(process.env.RINGBACK_BENCH_PICTURES ?? 60)

type Read = { readonly shown: Shown; readonly offered: readonly string[]; readonly ms: number }

/** Right: it offers a number that is on it, and none that is not; and none where there is none. */
const isRight = ({ shown: { imeis }, offered }: Read) =>
  offered.every((one) => imeis.includes(one)) && offered.length > 0 === imeis.length > 0

export default defineBench({
  name: 'read-imei',
  claim:
    'A picture of a box or a screen gives the phone’s own number, in the browser; a number that is none is never offered.',
  async run({ say }) {
    const endings: (() => unknown)[] = []
    const browser = await launchBrowser()
    try {
      const { origin } = await openSite({ after: (end) => void endings.push(end as () => unknown) })
      const page = await browser.newPage({ baseURL: origin })
      await page.goto('/enrol')
      const read: Read[] = []
      for (const shown of pictures(many)) {
        const picture = await pictureOf(browser, shown)
        const from = performance.now()
        const offered = await offeredFor(page, picture)
        read.push({ shown, offered, ms: performance.now() - from })
        if (!isRight(read.at(-1) as Read)) say(`not right: ${JSON.stringify({ ...shown, offered })}`)
      }
      const wrong = read.flatMap(({ shown, offered }) => offered.filter((one) => !shown.imeis.includes(one)))
      const withOne = read.filter(({ shown }) => shown.imeis.length > 0)
      const share = (of: readonly Read[]) => (100 * of.filter(isRight).length) / of.length
      return [
        recorded('pictures', read.length, 'pictures'),
        atLeast('read right', share(read), '%', 95),
        ...[...new Set(read.map(({ shown }) => shown.sort))].map((sort) =>
          recorded(`read right: ${sort}`, share(read.filter(({ shown }) => shown.sort === sort)), '%'),
        ),
        atMost('offered and on no picture', wrong.length, 'numbers', 0),
        recorded(
          'time for a picture, median',
          quantile(
            withOne.map(({ ms }) => ms),
            0.5,
          ) / 1000,
          's',
        ),
        recorded(
          'time for a picture, 95th percentile',
          quantile(
            withOne.map(({ ms }) => ms),
            0.95,
          ) / 1000,
          's',
        ),
      ]
    } finally {
      await browser.close()
      for (const end of endings.reverse()) await end()
    }
  },
})
