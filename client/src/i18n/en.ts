/** English: texts for seekers, and texts that seekers and volunteers share. */
import type { Words } from './words.ts';

const en: Words = {
  manner: { dir: 'ltr', formats: 'en-GB', talk: 'en' },
  brand: 'Terskel',
  skip: 'Skip to the content',
  languages: 'Language',
  units: {
    minutes: { one: '{n} minute', other: '{n} minutes' },
    minuteRange: { one: '{from} to {n} minute', other: '{from} to {n} minutes' },
    sami: 'Northern Sami',
    dayAt: (day, time) => `${day} at ${time}`,
  },
  wait: {
    about: (time) => `The wait is about ${time}.`,
    under: (time) => `The wait is less than ${time}.`,
    unknown: 'We can’t tell yet how long the wait will be.',
  },
  emergency: {
    question: 'In danger?',
    call: 'Call 113',
    more: 'More numbers',
    title: 'People you can call',
    close: 'Close',
    lines: {
      medical: { name: 'Ambulance', when: 'When a life is in danger' },
      urgentCare: { name: 'Urgent care', when: 'When you need a doctor soon' },
      mentalHealth: { name: 'Mental Helse', when: 'Someone to talk to, day and night' },
      church: { name: 'Kirkens SOS', when: 'Someone to talk to, day and night' },
      children: { name: 'Alarmtelefonen', when: 'For children and teens, day and night' },
    },
  },
  exit: {
    button: 'Leave this page',
    pressesLeft: {
      one: 'Press Shift once more to leave this page.',
      other: 'Press Shift {n} more times to leave this page.',
    },
    cancelled: 'You are still on the page.',
    loading: 'Loading.',
  },
  broken: {
    title: 'Something went wrong on this page',
    text: 'Reload the page to go on. If it is urgent, you can call the number at the top.',
  },
  landing: {
    title: 'Someone to chat with',
    heading: 'Do you need someone to talk to?',
    lead: 'A real person answers here. A volunteer, not a robot and not a health professional.',
    promise: 'It’s free, and you don’t have to say who you are.',
    start: 'Start a chat',
    danger: 'I am in danger now',
    unable: {
      insecure:
        'Chats cannot be encrypted at this address. So you cannot start here. The address must begin with https.',
      old: 'This browser is too old for chats. Update it, or use another device.',
    },
    looking: 'Checking if someone can answer …',
    intake: {
      open: { now: 'Open now', more: '' },
      busy: { now: 'Open, but many are waiting', more: '' },
      full: {
        now: 'The queue is full right now',
        more: 'More people are writing than we can answer. You can keep this page open. When there is room, you can start here.',
      },
      paused: {
        now: 'We are taking a break',
        more: 'You can keep this page open. When we are back, you can start here.',
      },
      unstaffed: {
        now: 'Nobody can answer right now',
        more: 'Sorry, too few of us are on duty. You can keep this page open. When someone can answer, you can start here.',
      },
      closed: {
        now: 'Closed now',
        more: 'Sorry, we are closed.',
      },
      unknown: {
        now: 'We can’t reach the service right now',
        more: 'It may be your connection, or something on our side. This page keeps trying by itself.',
      },
    },
    opens: (when) => `We open again ${when}.`,
    talkIn: (languages) => `You can write in ${languages}.`,
    about: 'About us and privacy',
    othersTitle: 'You can call these',
    others: 'You don’t have to wait for us. You can call any of these now.',
  },
  topics: {
    loneliness: 'Loneliness',
    anxiety: 'Anxiety and worry',
    low_mood: 'Sadness',
    relationships: 'Family, friends or partner',
    grief: 'Grief',
    work_school: 'Work or school',
    substance_use: 'Alcohol or drugs',
    other: 'Something else',
  },
  feelings: ['Very bad', 'Bad', 'So-so', 'Good', 'Very good'],
  ages: { under_18: 'Under 18', adult: '18 or older' },
  talk: {
    noticeTitle: (alias) => `Hi! You are now chatting with ${alias}.`,
    title: 'Chat',
    newTitle: (unread) => `(${unread}) New message`,
    log: 'Messages',
    you: 'You',
    newMessage: 'New message',
    delivery: {
      sending: 'Sending …',
      sent: 'Sent',
      delivered: 'Delivered',
      failed: 'Not sent',
    },
    retry: 'Try again',
    failedAlert: 'A message was not sent.',
    box: 'Write a message',
    send: 'Send',
    enterSends: 'Enter sends. Shift + Enter makes a new line.',
    charactersLeft: { one: '{n} character left', other: '{n} characters left' },
    agreeing: 'We are encrypting the chat, so only you two can read it. Ready in a moment.',
    offlineHint: 'What you send now will arrive when you are back online.',
    tampered:
      'A message was changed or did not arrive. That should not happen. You can go on, but don’t write anything that must stay secret.',
  },
  link: {
    connecting: 'Connecting …',
    reconnecting:
      'We lost the connection and are reconnecting. We hold your place for at least two minutes.',
    offline: 'You are offline. We will reconnect as soon as your network is back.',
    unavailable: 'The service isn’t answering right now. We keep trying. You can stay here.',
    restarting: 'The service is restarting. You can stay here.',
    online: 'You are connected again.',
    replaced: {
      title: 'This page is open in another tab',
      text: 'It can only be open in one place at a time.',
      action: 'Use this tab',
    },
    outdated: {
      title: 'The page has been updated',
      text: 'Reload it to go on. You keep your place.',
      action: 'Reload',
    },
    refused: {
      title: 'We can’t connect you right now',
      text: 'Wait a few minutes and reload the page. If you need someone before that, you can call here:',
      action: 'Reload',
    },
  },
};

export default en;
