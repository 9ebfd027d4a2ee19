// Numbers of Diameter (RFC 6733) and of its application S13 (3GPP TS 29.272 clauses 6 and 7), by what they are called there.

/** Where a message is for: the base protocol, S13, or (said of itself by a relay agent) any. */
export const application = { base: 0, s13: 16_777_252, relay: 0xffffffff } as const

export const command = { capabilities: 257, watchdog: 280, disconnect: 282, identityCheck: 324 } as const

/** Bits of the fifth byte of a message. */
export const flag = { request: 0x80, proxiable: 0x40, error: 0x20 } as const

/** Bits of the fifth byte of an AVP. The others are ignored, as RFC 6733 section 4.1 wants. */
export const avpFlag = { vendor: 0x80, mandatory: 0x40 } as const

export const vendor3gpp = 10_415

export const avp = {
  userName: 1,
  hostIpAddress: 257,
  authApplicationId: 258,
  acctApplicationId: 259,
  vendorSpecificApplicationId: 260,
  sessionId: 263,
  originHost: 264,
  supportedVendorId: 265,
  vendorId: 266,
  firmwareRevision: 267,
  resultCode: 268,
  productName: 269,
  disconnectCause: 273,
  authSessionState: 277,
  originStateId: 278,
  failedAvp: 279,
  routeRecord: 282,
  destinationRealm: 283,
  proxyInfo: 284,
  destinationHost: 293,
  originRealm: 296,
  experimentalResult: 297,
  experimentalResultCode: 298,
  inbandSecurityId: 299,
  drmp: 301,
  // Of the vendor 3GPP.
  terminalInformation: 1401,
  imei: 1402,
  softwareVersion: 1403,
  equipmentStatus: 1445,
  meid: 1471,
} as const

export const result = {
  success: 2001,
  commandUnsupported: 3001,
  unableToDeliver: 3002,
  realmNotServed: 3003,
  applicationUnsupported: 3007,
  invalidHeaderBits: 3008,
  unknownPeer: 3010,
  avpUnsupported: 5001,
  invalidAvpValue: 5004,
  missingAvp: 5005,
  avpOccursTooManyTimes: 5009,
  noCommonApplication: 5010,
  unsupportedVersion: 5011,
  unableToComply: 5012,
  invalidAvpLength: 5014,
  invalidMessageLength: 5015,
  noCommonSecurity: 5017,
} as const

/** The one result that is 3GPP's own: an Experimental-Result (TS 29.272 clause 7.4.3). */
export const equipmentUnknown = 5422
