// Middle and reach of countries: degrees east, degrees north, and the radius in km of a circle that holds the whole of it.
// Rough on purpose, and always too large: it serves to say that two countries are at least so far apart.
const circles: Readonly<Record<string, readonly [lon: number, lat: number, radiusKm: number]>> = {
  ...{ GB: [-3, 54.5, 800], IE: [-8, 53.3, 350], FR: [2.5, 46.5, 800], BE: [4.6, 50.7, 200], NL: [5.3, 52.2, 250] },
  ...{ DE: [10.4, 51.1, 550], LU: [6.1, 49.8, 60], CH: [8.2, 46.8, 250], AT: [14, 47.6, 400], IT: [12.5, 42.8, 800] },
  ...{ ES: [-5, 38, 1700], PT: [-15, 38, 1500], DK: [10.5, 56, 450], SE: [16.5, 62.5, 900], NO: [15, 65.5, 1100] },
  ...{
    FI: [26, 64.5, 700],
    EE: [25.5, 58.7, 250],
    LV: [24.8, 56.9, 300],
    LT: [23.9, 55.3, 250],
    PL: [19.3, 52.1, 500],
  },
  ...{
    CZ: [15.4, 49.8, 300],
    SK: [19.5, 48.7, 280],
    HU: [19.4, 47.2, 320],
    RO: [25, 45.9, 450],
    BG: [25.3, 42.7, 320],
  },
  ...{ GR: [24, 38.5, 550], TR: [35.3, 39, 950], CY: [33.2, 35.1, 150], MT: [14.4, 35.9, 50], HR: [16.2, 44.6, 320] },
  ...{ RS: [20.8, 44.2, 280], AL: [20.1, 41.1, 220], UA: [31.4, 48.9, 800], MD: [28.5, 47.2, 250] },
  ...{ MA: [-8, 30.5, 1100], DZ: [2.8, 28.2, 1300], TN: [9.6, 34, 450], LY: [17.5, 27, 1000], EG: [30, 26.8, 800] },
  ...{ NG: [8, 9.5, 850], GH: [-1.2, 7.9, 450], SN: [-14.5, 14.4, 400], CI: [-5.5, 7.6, 450], CM: [12.7, 6, 850] },
  ...{ CD: [23.5, -3, 1500], KE: [37.8, 0.5, 750], ET: [39.8, 9, 950], TZ: [35, -6.4, 800], UG: [32.3, 1.4, 450] },
  ...{
    ZA: [25, -29.5, 1200],
    IL: [35, 31.4, 280],
    JO: [36.8, 31.2, 350],
    LB: [35.9, 33.9, 130],
    IQ: [43.7, 33.1, 650],
  },
  ...{ SA: [44.5, 24, 1400], AE: [54.3, 23.9, 350], QA: [51.2, 25.3, 120], IR: [54.3, 32.4, 1200] },
  ...{ PK: [69.4, 30, 1050], IN: [81, 21.5, 2000], BD: [90.3, 23.8, 450], LK: [80.7, 7.7, 300], AF: [66, 33.9, 800] },
  ...{
    CN: [103.5, 35.5, 3000],
    HK: [114.15, 22.35, 50],
    TW: [121, 23.7, 350],
    JP: [137, 35, 2000],
    KR: [127.8, 36, 400],
  },
  ...{ VN: [106.3, 16.3, 1050], TH: [101, 13, 1000], MY: [109, 4, 1200], SG: [103.8, 1.35, 40], ID: [118, -2.5, 2800] },
  ...{ PH: [122.5, 12, 1100], AU: [134, -26, 2500], NZ: [173, -41, 1200] },
  ...{ CA: [-96, 60, 3200], MX: [-102, 23.9, 1900], BR: [-53, -11, 2800], AR: [-65, -38, 2200], CO: [-74, 3.5, 1300] },
}

const earthKm = 6371
const radians = (degrees: number) => (degrees * Math.PI) / 180

/**
 * How far apart any two places of two countries are at least, in km; 0 for neighbours, for the same country, and for a country
 * that the table does not know.
 */
export function kmApart(one: string, other: string): number {
  const [a, b] = [circles[one], circles[other]]
  if (!a || !b || one === other) return 0
  const [lonA, latA, lonB, latB] = [radians(a[0]), radians(a[1]), radians(b[0]), radians(b[1])]
  const half = (x: number) => Math.sin(x / 2) ** 2
  const square = half(latB - latA) + Math.cos(latA) * Math.cos(latB) * half(lonB - lonA)
  return Math.max(0, 2 * earthKm * Math.asin(Math.min(1, Math.sqrt(square))) - a[2] - b[2])
}
