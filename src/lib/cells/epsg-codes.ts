/**
 * The flat maps that are known by their EPSG code, as PROJ writes them (`projinfo -o PROJ EPSG:2154`, PROJ 9 with the register of IOGP).
 * No package of all 6,000: the one that is most used has rotations of datums in a wrong unit or with a wrong sign (Amsterdam would lie
 * 170 m off) and takes 40 MB; the other says of its data neither whose they are nor whence. So here are the zones of UTM, and the
 * grids in which countries and large American cities publish; every other map is named by its text (`--proj`).
 *
 * ETRS89, NAD83, GDA and SIRGAS are taken for WGS84: they lie apart by a metre or two. Shifts of older datums are those of seven (or three)
 * parameters, good to some metres.
 */
type Zones = {
  readonly name: string
  /** The code of the first zone, its number, and how many follow in order. */
  readonly from: number
  readonly zone: number
  readonly zones: number
  readonly text: string
}

const zones: readonly Zones[] = [
  { name: 'WGS84 north', from: 32601, zone: 1, zones: 60, text: '+datum=WGS84' },
  { name: 'WGS84 south', from: 32701, zone: 1, zones: 60, text: '+south +datum=WGS84' },
  { name: 'ETRS89', from: 25828, zone: 28, zones: 11, text: '+ellps=GRS80' },
  { name: 'NAD83', from: 26901, zone: 1, zones: 23, text: '+datum=NAD83' },
  { name: 'GDA94', from: 28348, zone: 48, zones: 11, text: '+south +ellps=GRS80' },
  { name: 'GDA2020', from: 7846, zone: 46, zones: 14, text: '+south +ellps=GRS80' },
  { name: 'SIRGAS 2000 south', from: 31977, zone: 17, zones: 9, text: '+south +ellps=GRS80' },
]

const california = '+x_0=2000000.0001016 +y_0=500000.0001016 +datum=NAD83 +units=us-ft'
const texas = '+datum=NAD83 +units=us-ft'

const grids: Readonly<Record<string, Readonly<Record<number, string>>>> = {
  'Great Britain': {
    27700: '+proj=tmerc +lat_0=49 +lon_0=-2 +k=0.9996012717 +x_0=400000 +y_0=-100000 +datum=OSGB36',
  },
  Ireland: {
    2157: '+proj=tmerc +lat_0=53.5 +lon_0=-8 +k=0.99982 +x_0=600000 +y_0=750000 +ellps=GRS80',
    29902:
      '+proj=tmerc +lat_0=53.5 +lon_0=-8 +k=1.000035 +x_0=200000 +y_0=250000 +ellps=mod_airy +towgs84=482.5,-130.6,564.6,-1.042,-0.214,-0.631,8.15',
    29903:
      '+proj=tmerc +lat_0=53.5 +lon_0=-8 +k=1.000035 +x_0=200000 +y_0=250000 +ellps=mod_airy +towgs84=482.5,-130.6,564.6,-1.042,-0.214,-0.631,8.15',
  },
  'web maps': { 3857: '+proj=merc +a=6378137 +b=6378137 +lat_ts=0 +lon_0=0 +x_0=0 +y_0=0 +k=1 +nadgrids=@null' },
  Europe: { 3035: '+proj=laea +lat_0=52 +lon_0=10 +x_0=4321000 +y_0=3210000 +ellps=GRS80' },
  France: { 2154: '+proj=lcc +lat_0=46.5 +lon_0=3 +lat_1=49 +lat_2=44 +x_0=700000 +y_0=6600000 +ellps=GRS80' },
  Netherlands: {
    28992:
      '+proj=sterea +lat_0=52.1561605555556 +lon_0=5.38763888888889 +k=0.9999079 +x_0=155000 +y_0=463000 +ellps=bessel +towgs84=565.4171,50.3319,465.5524,-0.398957388243134,0.343987817378283,-1.87740163998045,4.0725',
  },
  Belgium: {
    3812: '+proj=lcc +lat_0=50.797815 +lon_0=4.35921583333333 +lat_1=49.8333333333333 +lat_2=51.1666666666667 +x_0=649328 +y_0=665262 +ellps=GRS80',
    31370:
      '+proj=lcc +lat_0=90 +lon_0=4.36748666666667 +lat_1=51.1666672333333 +lat_2=49.8333339 +x_0=150000.013 +y_0=5400088.438 +ellps=intl +towgs84=-106.8686,52.2978,-103.7239,0.3366,-0.457,1.8422,-1.2747',
  },
  Switzerland: {
    2056: '+proj=somerc +lat_0=46.9524055555556 +lon_0=7.43958333333333 +k_0=1 +x_0=2600000 +y_0=1200000 +ellps=bessel +towgs84=674.374,15.056,405.346',
    21781:
      '+proj=somerc +lat_0=46.9524055555556 +lon_0=7.43958333333333 +k_0=1 +x_0=600000 +y_0=200000 +ellps=bessel +towgs84=674.374,15.056,405.346',
  },
  Austria: {
    31287:
      '+proj=lcc +lat_0=47.5 +lon_0=13.3333333333333 +lat_1=49 +lat_2=46 +x_0=400000 +y_0=400000 +ellps=bessel +towgs84=577.326,90.129,463.919,5.137,1.474,5.297,2.4232',
  },
  Sweden: { 3006: '+proj=utm +zone=33 +ellps=GRS80' },
  Finland: { 3067: '+proj=utm +zone=35 +ellps=GRS80' },
  Poland: { 2180: '+proj=tmerc +lat_0=0 +lon_0=19 +k=0.9993 +x_0=500000 +y_0=-5300000 +ellps=GRS80' },
  Portugal: { 3763: '+proj=tmerc +lat_0=39.6682583333333 +lon_0=-8.13310833333333 +k=1 +x_0=0 +y_0=0 +ellps=GRS80' },
  'New Zealand': { 2193: '+proj=tmerc +lat_0=0 +lon_0=173 +k=0.9996 +x_0=1600000 +y_0=10000000 +ellps=GRS80' },
  Singapore: {
    3414: '+proj=tmerc +lat_0=1.36666666666667 +lon_0=103.833333333333 +k=1 +x_0=28001.642 +y_0=38744.572 +ellps=WGS84',
  },
  'British Columbia': {
    3005: '+proj=aea +lat_0=45 +lon_0=-126 +lat_1=50 +lat_2=58.5 +x_0=1000000 +y_0=0 +datum=NAD83',
  },
  Arizona: {
    2223: '+proj=tmerc +lat_0=31 +lon_0=-111.916666666667 +k=0.9999 +x_0=213360 +y_0=0 +datum=NAD83 +units=ft',
  },
  California: {
    2225: `+proj=lcc +lat_0=39.3333333333333 +lon_0=-122 +lat_1=41.6666666666667 +lat_2=40 ${california}`,
    2226: `+proj=lcc +lat_0=37.6666666666667 +lon_0=-122 +lat_1=39.8333333333333 +lat_2=38.3333333333333 ${california}`,
    2227: `+proj=lcc +lat_0=36.5 +lon_0=-120.5 +lat_1=38.4333333333333 +lat_2=37.0666666666667 ${california}`,
    2229: `+proj=lcc +lat_0=33.5 +lon_0=-118 +lat_1=35.4666666666667 +lat_2=34.0333333333333 ${california}`,
    2230: `+proj=lcc +lat_0=32.1666666666667 +lon_0=-116.25 +lat_1=33.8833333333333 +lat_2=32.7833333333333 ${california}`,
  },
  Colorado: {
    2232: '+proj=lcc +lat_0=37.8333333333333 +lon_0=-105.5 +lat_1=39.75 +lat_2=38.45 +x_0=914401.828803657 +y_0=304800.609601219 +datum=NAD83 +units=us-ft',
  },
  Florida: {
    2236: '+proj=tmerc +lat_0=24.3333333333333 +lon_0=-81 +k=0.999941177 +x_0=200000.0001016 +y_0=0 +datum=NAD83 +units=us-ft',
  },
  Georgia: {
    2240: '+proj=tmerc +lat_0=30 +lon_0=-84.1666666666667 +k=0.9999 +x_0=699999.999898399 +y_0=0 +datum=NAD83 +units=us-ft',
  },
  Illinois: {
    3435: '+proj=tmerc +lat_0=36.6666666666667 +lon_0=-88.3333333333333 +k=0.999975 +x_0=300000 +y_0=0 +datum=NAD83 +units=us-ft',
  },
  Maryland: {
    2248: '+proj=lcc +lat_0=37.6666666666667 +lon_0=-77 +lat_1=39.45 +lat_2=38.3 +x_0=399999.9998984 +y_0=0 +datum=NAD83 +units=us-ft',
    26985: '+proj=lcc +lat_0=37.6666666666667 +lon_0=-77 +lat_1=39.45 +lat_2=38.3 +x_0=400000 +y_0=0 +datum=NAD83',
  },
  Massachusetts: {
    2249: '+proj=lcc +lat_0=41 +lon_0=-71.5 +lat_1=42.6833333333333 +lat_2=41.7166666666667 +x_0=200000.0001016 +y_0=750000 +datum=NAD83 +units=us-ft',
  },
  Michigan: {
    2898: '+proj=lcc +lat_0=41.5 +lon_0=-84.3666666666667 +lat_1=43.6666666666667 +lat_2=42.1 +x_0=3999999.999984 +y_0=0 +ellps=GRS80 +units=ft',
  },
  'New York': {
    2263: '+proj=lcc +lat_0=40.1666666666667 +lon_0=-74 +lat_1=41.0333333333333 +lat_2=40.6666666666667 +x_0=300000 +y_0=0 +datum=NAD83 +units=us-ft',
  },
  'North Carolina': {
    2264: '+proj=lcc +lat_0=33.75 +lon_0=-79 +lat_1=36.1666666666667 +lat_2=34.3333333333333 +x_0=609601.219202438 +y_0=0 +datum=NAD83 +units=us-ft',
  },
  Ohio: {
    3734: '+proj=lcc +lat_0=39.6666666666667 +lon_0=-82.5 +lat_1=41.7 +lat_2=40.4333333333333 +x_0=600000 +y_0=0 +datum=NAD83 +units=us-ft',
    3735: '+proj=lcc +lat_0=38 +lon_0=-82.5 +lat_1=40.0333333333333 +lat_2=38.7333333333333 +x_0=600000 +y_0=0 +datum=NAD83 +units=us-ft',
  },
  Oregon: {
    2913: '+proj=lcc +lat_0=43.6666666666667 +lon_0=-120.5 +lat_1=46 +lat_2=44.3333333333333 +x_0=2500000.0001424 +y_0=0 +ellps=GRS80 +units=ft',
  },
  Pennsylvania: {
    2272: '+proj=lcc +lat_0=39.3333333333333 +lon_0=-77.75 +lat_1=40.9666666666667 +lat_2=39.9333333333333 +x_0=600000 +y_0=0 +datum=NAD83 +units=us-ft',
  },
  Tennessee: {
    2274: '+proj=lcc +lat_0=34.3333333333333 +lon_0=-86 +lat_1=36.4166666666667 +lat_2=35.25 +x_0=600000 +y_0=0 +datum=NAD83 +units=us-ft',
  },
  Texas: {
    2276: `+proj=lcc +lat_0=31.6666666666667 +lon_0=-98.5 +lat_1=33.9666666666667 +lat_2=32.1333333333333 +x_0=600000 +y_0=2000000.0001016 ${texas}`,
    2277: `+proj=lcc +lat_0=29.6666666666667 +lon_0=-100.333333333333 +lat_1=31.8833333333333 +lat_2=30.1166666666667 +x_0=699999.999898399 +y_0=3000000 ${texas}`,
    2278: `+proj=lcc +lat_0=27.8333333333333 +lon_0=-99 +lat_1=30.2833333333333 +lat_2=28.3833333333333 +x_0=600000 +y_0=3999999.9998984 ${texas}`,
  },
  Washington: {
    2285: '+proj=lcc +lat_0=47 +lon_0=-120.833333333333 +lat_1=48.7333333333333 +lat_2=47.5 +x_0=500000.0001016 +y_0=0 +datum=NAD83 +units=us-ft',
    2926: '+proj=lcc +lat_0=47 +lon_0=-120.833333333333 +lat_1=48.7333333333333 +lat_2=47.5 +x_0=500000.0001016 +y_0=0 +ellps=GRS80 +units=us-ft',
  },
}

const named: Readonly<Record<number, string>> = Object.assign({}, ...Object.values(grids))

/** What PROJ calls the map with this code; undefined when it is not known here. */
export function textOf(code: number): string | undefined {
  const its = zones.find(({ from, zones }) => code >= from && code < from + zones && Number.isInteger(code))
  return its ? `+proj=utm +zone=${its.zone + code - its.from} ${its.text}` : named[code]
}

/** Every code that is known, in words, for a help text. */
export const knownCodes = [
  ...Object.entries(grids).map(([name, codes]) => `${name} ${Object.keys(codes).join(', ')}`),
  `UTM zones by ${zones.map(({ name, from, zones }) => `${name} ${from} to ${from + zones - 1}`).join(', ')}`,
].join('; ')
