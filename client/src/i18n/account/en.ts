/** English: texts of sign-in and account, which all staff pages use. */
import type { AccountWords } from '../words.ts';

const accountEn: AccountWords = {
  roles: { volunteer: 'volunteer', leader: 'shift leader', admin: 'administrator' },
  going: {
    title: 'Do you want to go off duty now?',
    last: {
      one: '{n} person is waiting, and nobody else is on duty. If you go now, they get no answer until someone comes.',
      other:
        '{n} people are waiting, and nobody else is on duty. If you go now, they get no answer until someone comes.',
    },
    leader: {
      one: '{n} person is waiting, and you are the only shift leader on duty. If you go now, the queue closes to new people. Those who wait keep their place.',
      other:
        '{n} people are waiting, and you are the only shift leader on duty. If you go now, the queue closes to new people. Those who wait keep their place.',
    },
    unknown:
      'We cannot check right now whether anyone is waiting. If you are the last one on duty, those who wait get no answer until someone comes.',
    no: 'Stay on duty',
    yes: 'Go off duty anyway',
    signOut: 'Sign out anyway',
  },
  entry: {
    looking: 'One moment …',
    lookingFor: 'Do you need someone to chat with yourself?',
    seeker: 'Go to the chat page',
    unavailable: 'We can’t reach the service',
    again: 'Try again',
    answer: 'Answer in the window that your device has opened.',
    join: {
      title: 'Join',
      heading: 'Welcome',
      invited: (roles) => `You are invited as ${roles}. Great that you want to help!`,
      training: 'You begin in training, and can look around at your own pace.',
      short: 'This takes a couple of minutes.',
      nameStep: 'What shall we call you?',
      name: 'Your name here',
      nameHint:
        'The person you chat with sees this name. A first name is fine, and it need not be your own. Leave your last name out.',
      nameStaffHint: 'Others who sign in see this name. A first name is enough.',
      nameMissing: 'Write a name first.',
      nameOdd: 'This name has characters that we can’t show. Use ordinary letters.',
      example: 'This is how the person you chat with sees your name',
      keyStep: 'How you sign in',
      key: 'You sign in with a passkey. It uses the screen lock of your phone or computer: fingerprint, face or PIN. There is no password to remember, and your fingerprint or face never leaves your device.',
      make: 'Create passkey and join',
      back: (alias) => `Welcome back, ${alias}`,
      recovery: 'With this link you get a new passkey on this device.',
      recoveryEnds: 'Your old passkeys then stop working, and you are signed out everywhere else.',
      makeNew: 'Create new passkey',
      signedIn: (alias) =>
        `You are signed in here as ${alias}. If you use the link, ${alias} is signed out in this browser.`,
      stay: (alias) => `Go on as ${alias}`,
    },
    signIn: {
      title: 'Sign in',
      heading: 'Sign in',
      lead: 'All you need is your passkey: fingerprint, face, or the PIN of your device.',
      press: 'Sign in with passkey',
      phone:
        'Is your passkey on your phone? Choose “Use a phone” in the window that opens, and follow what it says.',
      keeps: 'You stay signed in for up to 12 hours, or until you sign out.',
      after: {
        ended:
          'You have been signed out. That happens after a while, or when something about your account has changed. Sign in again, and you go on where you were.',
        signed_out: 'You are signed out.',
        dead_link:
          'This link can’t be used. It works only once, and for three days. If you used it before, you can sign in here. If not, ask whoever sent you the link for a new one.',
      },
      trouble: 'Not working?',
      newTitle: 'New phone or computer',
      newText:
        'If your passkey is on another device, you can use that one in the window that opens. Once you are in, create a passkey for the new device as well. You do that under your name at the top of the page.',
      lostTitle: 'Lost the device with the passkey',
      lostText:
        'Ask an administrator for a new link. It gives you a new passkey, and the old ones stop working.',
      firstTitle: 'Never been here before',
      firstText:
        'The first time, you need a link from an administrator. Open it on the device you want to use.',
    },
    problem: {
      cancelled:
        'We got no passkey. Perhaps the window was closed, or it took too long. Try again when you are ready.',
      already:
        'This device has a passkey for you already. You can use that one. If you want another, create it on another device.',
      no_lock:
        'The device has no screen lock yet. Turn on PIN, fingerprint or face in its settings, and try again.',
      unsupported: 'This device can’t create such a passkey. Try your phone instead.',
      insecure:
        'The address at the top is not the right one. Ask for the right address, and try there.',
      failed:
        'It didn’t work this time. Try once more. If it still doesn’t, try another browser or your phone.',
      unknown:
        'We don’t know this passkey. Perhaps it was removed. If you have another, try that one. If not, ask an administrator for a new link.',
      unavailable: 'The service isn’t answering right now. Wait a little, then try again.',
      rate_limited: (time) =>
        `There have been many tries from the network you are on. Try again after ${time}.`,
    },
    support: {
      elsewhere:
        'This device has no screen lock that we can use. Have your phone ready, and choose “Use a phone” in the window that opens.',
      noneTitle: 'This browser can’t use passkeys',
      none: 'New versions of Chrome, Edge, Firefox and Safari can. Open the page in one of them, or use your phone.',
      insecureTitle: 'This address is not safe enough',
      insecure:
        'Passkeys only work at an address that begins with https. Ask whoever invited you for the right address.',
    },
    phone: {
      title: 'Would you rather use your phone?',
      text: 'Point your phone’s camera at the QR code, and open the page that comes up.',
      code: 'QR code that opens this page on a phone',
      open: 'Or type in the address:',
      secret: 'The QR code is your link. Don’t show it to others.',
    },
  },
  account: {
    title: 'My page',
    heading: 'My page',
    back: 'Back',
    offered: 'Someone is waiting for your answer.',
    unread: 'You have a new message.',
    show: 'Show',
    unknown: 'We couldn’t load everything.',
    again: 'Try again',
    loading: 'Loading …',
    save: 'Save',
    cancel: 'Cancel',
    profile: {
      heading: 'Name and languages',
      name: 'Your name',
      languages: 'Languages you can chat in',
      languagesMissing: 'Choose at least one language.',
      topics: 'Topics you take',
      topicsHint:
        'If you choose none, you get all topics. Someone who has not chosen a topic can come to anyone.',
      saved: 'Saved.',
    },
    passkeys: {
      heading: 'Passkeys',
      intro:
        'You can sign in with each of these. It is good to have two, so that you are not locked out if you lose one.',
      added: (when) => `Added ${when}`,
      used: (when) => `last used ${when}`,
      neverUsed: 'not used yet',
      synced: 'Follows your account to more devices',
      single: 'On one device only',
      rename: 'Rename',
      newName: 'New name for the passkey',
      remove: 'Remove',
      removeTitle: (name) => `Do you want to remove ${name}?`,
      removeText:
        'You can then no longer sign in with it. It may stay on the device, but does not work here.',
      removeYes: 'Remove the passkey',
      removeNo: 'Keep it',
      last: 'This is your only passkey, so it can’t be removed. Without it you can’t get in again. Add another one first.',
      full: 'You have as many passkeys as you can have. Remove one that you don’t use.',
      add: 'Add a passkey',
      addHint: 'On this device, or on your phone if you choose that in the window that opens.',
      done: {
        add: 'The passkey is added.',
        rename: 'The name is changed.',
        remove: 'The passkey is removed.',
      },
    },
    signIns: {
      heading: 'Where you are signed in',
      here: 'This device',
      unknown: 'Unknown device',
      since: (when) => `Signed in ${when}`,
      end: 'Sign out',
      others: 'Sign out everywhere else',
      onlyHere: 'You are not signed in anywhere else.',
      strange: 'Do you see something you don’t recognise? Sign it out, and tell an administrator.',
      done: 'Signed out.',
    },
    second: {
      title: 'Would you like a second passkey?',
      text: 'Your passkey is on this one device only. If you lose it, you can’t get in. So it is good to add one on your phone as well.',
      yes: 'Add another',
      no: 'Not now',
    },
    today: (time) => `today at ${time}`,
  },
};

export default accountEn;
