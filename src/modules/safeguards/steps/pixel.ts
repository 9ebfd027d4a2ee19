import type { Steps } from '../checkup.ts'

export const pixel: Steps = {
  phone: 'Google Pixel, or another Android phone',
  from: 'Android 15',
  read: '2026-11',
  fixes: {
    pin: {
      path: ['Settings', 'Security & privacy', 'Device unlock', 'Screen lock'],
      todo: 'Choose a password, or a PIN of six digits that nobody can guess. Do not choose a pattern.',
    },
    pay: {
      path: ['Google Wallet', 'your picture', 'Wallet settings', 'Verification settings'],
      todo: 'Let it ask each time.',
      also: [
        {
          path: ['your bank’s app', 'its settings for signing in'],
          todo: 'Turn on finger or face. Choose a PIN for the app that is not the PIN of the phone.',
        },
      ],
    },
    theft: {
      path: ['Settings', 'Google', 'All services', 'Theft protection'],
      todo: 'Turn on all that you find: theft detection, offline lock, remote lock, identity check.',
      also: [{ path: ['Settings', 'Google', 'All services', 'Find Hub'], todo: 'Turn it on.' }],
    },
    backup: {
      path: ['Settings', 'System', 'Backup'],
      todo: 'Turn it on. The date of the last one stands there. “Back up now” makes one.',
    },
    screen: {
      path: ['Settings', 'Notifications', 'Notifications on lock screen'],
      todo: 'Hide what is private.',
      also: [
        {
          path: ['Settings', 'Display', 'Lock screen', 'Add text on lock screen'],
          todo: 'Type the address and the code of your lock-screen card. Type no name and no number.',
        },
      ],
    },
  },
}
