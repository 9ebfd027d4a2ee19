import type { Steps } from '../checkup.ts'

export const iphone: Steps = {
  phone: 'iPhone',
  from: 'iOS 17.3',
  read: '2026-11',
  fixes: {
    pin: {
      path: ['Settings', 'Face ID & Passcode', 'Change Passcode', 'Passcode Options'],
      todo: 'Choose letters and digits, or six digits that nobody can guess.',
    },
    pay: {
      path: ['your bank’s app', 'its settings for signing in'],
      todo: 'Turn on Face ID. Choose a PIN for the app that is not the PIN of the phone.',
      also: [
        {
          path: ['Settings', 'Face ID & Passcode'],
          todo: 'Turn on Wallet & Apple Pay, and Password AutoFill.',
        },
      ],
    },
    theft: {
      path: ['Settings', 'Face ID & Passcode', 'Stolen Device Protection'],
      todo: 'Turn it on. Under “Require Security Delay” choose “Always”.',
      also: [{ path: ['Settings', 'your name', 'Find My', 'Find My iPhone'], todo: 'Turn it on.' }],
    },
    backup: {
      path: ['Settings', 'your name', 'iCloud', 'iCloud Backup'],
      todo: 'Turn it on. The date of the last one stands under “Back Up Now”.',
    },
    screen: {
      path: ['Settings', 'Notifications', 'Show Previews'],
      todo: 'Choose “When Unlocked”.',
      also: [
        {
          path: ['Settings', 'Face ID & Passcode', 'Allow Access When Locked'],
          todo: 'Turn off Control Centre, so that a thief cannot cut the phone off.',
        },
        {
          path: ['Photos', 'the picture of your lock-screen card', 'Share', 'Use as Wallpaper'],
          todo: 'Set it for the lock screen. It shows an address and a code, and no name or number.',
        },
      ],
    },
  },
}
