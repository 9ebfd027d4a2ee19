import type { Steps } from '../checkup.ts'

export const samsung: Steps = {
  phone: 'Samsung Galaxy',
  from: 'One UI 7',
  read: '2026-11',
  fixes: {
    pin: {
      path: ['Settings', 'Lock screen and AOD', 'Screen lock and biometrics'],
      todo: 'Choose a password, or a PIN of six digits that nobody can guess. Do not choose a pattern.',
      also: [
        {
          path: ['Settings', 'Lock screen and AOD', 'Secure lock settings'],
          todo: 'Turn on “Lock network and security”, so that a thief cannot cut the phone off.',
        },
      ],
    },
    pay: {
      path: ['Samsung Wallet', 'Menu', 'Settings', 'Verification method'],
      todo: 'Choose your finger.',
      also: [
        {
          path: ['your bank’s app', 'its settings for signing in'],
          todo: 'Turn on finger or face. Choose a PIN for the app that is not the PIN of the phone.',
        },
      ],
    },
    theft: {
      path: ['Settings', 'Security and privacy', 'Lost device protection', 'Theft protection'],
      todo: 'Turn on all that you find: theft detection, offline lock, remote lock, identity check.',
      also: [
        {
          path: ['Settings', 'Security and privacy', 'Lost device protection'],
          todo: 'Turn on “Allow this phone to be found” and “Send last location”.',
        },
      ],
    },
    backup: {
      path: ['Settings', 'Accounts and backup', 'Back up data'],
      todo: 'Choose “Back up now”. The date of the last one stands there.',
    },
    screen: {
      path: ['Settings', 'Notifications', 'Lock screen notifications'],
      todo: 'Hide what is private.',
      also: [
        {
          path: ['Settings', 'Lock screen and AOD', 'Edit lock screen', 'Contact information'],
          todo: 'Type the address and the code of your lock-screen card. Type no name and no number.',
        },
      ],
    },
  },
}
