/**
 * How a London day goes. Figures from published sources where there are any (Met FOI, Met press releases); those marked
 * assumed are guesses that the scorecard must never be quoted without.
 */
export const calibration = {
  theftsADay: 230,
  robberyShare: 0.14,
  /** Weight of each hour of the day: 55% between 16 and 23, a second mode from 12 to 15, a late tail (assumed). */
  hours: [
    2.2, 1.9, 1.6, 1.1, 0.6, 0.5, 0.7, 1.4, 2.2, 2.4, 2.6, 3.2, 4.9, 5.2, 4.9, 4.8, 6.4, 7.6, 8.6, 8.8, 8.2, 7.2, 6.4,
    4.6,
  ],
  /** Sunday first: Friday and Saturday 1.4 times (assumed). */
  weekdays: [0.95, 0.9, 0.92, 0.95, 1.0, 1.4, 1.4],
  methods: [
    ['snatch', 46],
    ['pickpocket', 26],
    ['table', 10],
    ['distraction', 4],
    ['other', 0],
  ],
  /** Makers of what is stolen (Met 2024). */
  makers: [
    ['demo-apple', 80],
    ['demo-samsung', 15],
    ['demo-google', 5],
  ],
  /** Victims (assumed). */
  enrolled: 0.3,
  visitor: 0.2,
  knowsImei: 0.15,
  neverReports: 0.25,
  /** Lines whose number was taken to another network and still begins as the first one's (assumed). */
  ported: 0.2,
  /** Minutes from theft to report: median 35, 20% within 5, 15% after a day. */
  reportDelay: { medianMinutes: 35, spread: 2.2 },
  /** The thief's clock, minutes. */
  simOut: [2, 10],
  bag: [5, 20],
  /** Where it is switched on again (tracked samples; the rest stays silent or goes for parts). */
  fates: [
    ['DZ', 22],
    ['CN', 20],
    ['HK', 8],
    ['NG', 8],
    ['RO', 7],
    ['AE', 6],
    ['RU', 5],
    ['GB', 8],
    ['silent', 16],
  ],
  falseReports: { lostThenFound: 0.03, malicious: 0.002 },
  officersOnStreet: 60,
  operators: [
    ['demo-ee', 28],
    ['demo-o2', 25],
    ['demo-vodafone', 18],
    ['demo-three', 15],
    ['virtual', 14],
  ],
  bankCustomers: { oneBank: 0.55, twoBanks: 0.35, threeBanks: 0.1 },
} as const
