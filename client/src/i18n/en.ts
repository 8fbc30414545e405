/** English: the words a seeker meets, and those that both sides share. */
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
    about: {
      title: 'Need to get away fast?',
      how: 'Press “Leave this page” at the top. The screen goes blank at once, the chat is deleted, and an ordinary website opens in its place. On a keyboard you can press Shift three times.',
      limits:
        'The button can’t clear your browser’s history. If someone else may see your phone or computer, a private window is safer.',
    },
  },
  landing: {
    title: 'Someone to write with',
    heading: 'Do you need someone to talk to?',
    lead: 'A fellow human answers here. A volunteer, not a robot and not a health professional.',
    promise: 'It’s free, and you don’t have to say who you are.',
    start: 'Start a chat',
    danger: 'I am in danger now',
    looking: 'Checking whether someone is here …',
    intake: {
      open: { now: 'Open now', more: '' },
      busy: { now: 'Open, but many are waiting', more: '' },
      full: {
        now: 'The queue is full right now',
        more: 'More people need us than we can answer. You can keep this page open. When there is room, you can start here.',
      },
      paused: {
        now: 'We are taking a short break',
        more: 'You can keep this page open. When we are back, you can start here.',
      },
      unstaffed: {
        now: 'Nobody is on duty right now',
        more: 'We are sorry that nobody can answer you now. You can keep this page open. When someone comes on duty, you can start here.',
      },
      closed: {
        now: 'Closed now',
        more: 'We are sorry that nobody can answer you now.',
      },
      unknown: {
        now: 'We can’t reach the service right now',
        more: 'It may be your connection, or something on our side. This page keeps trying by itself.',
      },
    },
    opens: (when) => `We open again ${when}. You are welcome then.`,
    waiting: { one: '{n} person is waiting now.', other: '{n} people are waiting now.' },
    nobodyWaits: 'Nobody is waiting in line now.',
    othersTitle: 'These people answer',
    others: 'You don’t have to wait for us. You can call any of these now.',
    factsTitle: 'Good to know before you begin',
    facts: {
      who: {
        title: 'Who answers?',
        text: 'A volunteer who has been through things too, and has learned to listen. The volunteer gives no diagnosis or treatment, but is there for you for a while.',
      },
      time: {
        title: 'How long does it take?',
        text: 'We set aside about 45 minutes. You can stop whenever you like.',
      },
      kept: {
        title: 'What is kept?',
        text: 'Nothing you write. Messages are locked on their way, so only you and the volunteer can read them. Everything is deleted when the chat is over. We don’t keep who you are or where you write from either.',
        limits:
          'Whoever owns the network you use can see that you have been here, but not what you write. That may be your phone company, school or workplace.',
        trust:
          'Two things you have to trust: that the volunteer doesn’t pass it on, and that our page does what we promise. The code behind it is open, so others can check.',
      },
      between: {
        title: 'Does it stay between us?',
        text: 'Yes. But not if someone may die or be badly hurt, or if a child is being hit or abused. Then the volunteer must try to get help.',
        untraceable:
          'We can’t trace you. So the volunteer will ask you to call 113, or to say where you are. The volunteer can also ask a shift leader for advice. If the leader joins the chat, you will see it.',
      },
    },
    refusal: {
      busy: 'That was a bit fast for us. Wait a moment, then try again.',
      busyUntil: (time) => `That was a bit fast for us. Try again after ${time}.`,
      closed:
        'The queue closed just now. You can try again in a while, or call a number at the top.',
      outdated: 'The page has been updated. Reload it, and you can start.',
      failed: 'That didn’t work. It isn’t something you did. Try once more.',
    },
  },
  questions: {
    title: 'Before you join the queue',
    heading: 'Would you like to tell us a little first?',
    lead: 'Then the volunteer knows a bit about what you need. You can skip all of it.',
    danger: 'I am in danger now',
    dangerHint: 'We show the numbers you can call, and put you first in line.',
    dangerTitle: 'Call 113 if a life is in danger',
    dangerText:
      'They can send help at once. We can’t. We don’t see where you are, and it may take time before someone answers here. You can do both.',
    language: 'Which language do you want to write in?',
    topic: 'What is it about?',
    feeling: 'How are you right now?',
    feelings: ['Very bad', 'Bad', 'So-so', 'Quite good', 'Good'],
    age: 'How old are you?',
    ageWhy: 'Some help is only for young people, and some only for adults.',
    ages: { under_18: 'Under 18', adult: '18 or over' },
    noAnswer: 'I’d rather not say',
    submit: 'Join the queue',
    skip: 'Skip this',
    back: 'Back',
    starting: 'Finding you a place …',
    proving: 'One moment … Many people are coming in just now.',
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
  waiting: {
    title: 'In line',
    heading: 'You are in the queue',
    next: 'You are next in line',
    place: (place) => `You are number ${place} in line`,
    placeUnknown: 'Finding your place …',
    offered: 'We are asking a volunteer now',
    offeredText: 'It usually takes less than a minute. You keep your place either way.',
    stay: 'Keep this page open, and the answer comes here. If your connection drops, we hold your place for two minutes.',
    cameBack: 'Good that you are back. You have the same place as before.',
    nobody: {
      unstaffed:
        'Too few of us are on duty just now, so it may take time. We are sorry about that. You keep your place, and we answer as soon as someone can. There are people you can call further down.',
      paused:
        'We are taking a short break. You keep your place, and we answer when we are back. There are people you can call further down.',
    },
    box: 'You can start writing. Nobody reads it until someone answers.',
    boxHint: 'The text stays here with you. You send it yourself when someone is ready.',
    keepTitle: 'Are you still waiting?',
    keepText: (time) => `Press “Yes” before ${time}. Otherwise your place goes to the next person.`,
    keepYes: 'Yes, I’m waiting',
    leave: 'Leave the queue',
    leaveTitle: 'Do you want to leave the queue?',
    leaveText: 'Your place then goes to the next person. You can come back whenever you like.',
    leaveYes: 'Yes, leave',
    leaveNo: 'No, keep my place',
    othersTitle: 'Would you rather call someone?',
  },
  talk: {
    noticeTitle: (alias) => `Hi! You are now writing with ${alias}.`,
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
    agreeing: 'We are locking the chat, so only you two can read it. Ready in a moment.',
    offlineHint: 'What you send now will go when you are back online.',
    tampered:
      'A message was changed or lost on its way. That should not happen. You can go on, but don’t write anything that must stay secret.',
  },
  link: {
    connecting: 'Connecting …',
    reconnecting: 'We lost the connection and are reconnecting. You don’t lose your place.',
    offline: 'You are offline. We reconnect as soon as your network is back.',
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
  ended: {
    title: 'Ended',
    ticket: {
      cancelled: {
        title: 'You have left the queue',
        text: 'It’s fine to change your mind. You are welcome back whenever you like.',
      },
      expired: {
        title: 'Your place in line is gone',
        text: 'We didn’t hear from you for a while, so the place went to the next person. That’s all right. You can join the queue again.',
      },
      closed: {
        title: 'We didn’t get to you in time',
        text: 'We are sorry. We have closed for now, but there are others who answer.',
      },
    },
    conversation: {
      seeker: {
        title: 'Thank you for writing',
        text: 'You ended the chat. We hope it did you good to say some of it.',
      },
      volunteer: {
        title: 'Thank you for writing',
        text: 'The volunteer has ended the chat. Take care of yourself, and do come back.',
      },
      seeker_lost: {
        title: 'We lost contact with you',
        text: 'You were away so long that the chat was ended. A bad connection can do that. You are welcome to start again.',
      },
      volunteer_lost: {
        title: 'We lost the volunteer',
        text: 'It’s not your fault, and we are sorry. Please start again, and we will find someone else.',
      },
      exit: {
        title: 'You left the page',
        text: 'That ended the chat. You can start again whenever you like.',
      },
      keys_differ: {
        title: 'The chat could not be locked',
        text: 'We couldn’t be sure that only you two could read it, so we stopped it. You can start again.',
      },
      silence: {
        title: 'It went quiet',
        text: 'We did not hear from you for a while, so the chat was ended. There is nothing wrong in that. You are welcome back when you like.',
      },
      another: {
        title: 'You asked for another volunteer',
        text: 'You can start again.',
      },
    },
    lastWords: 'The volunteer wrote to you before the chat was ended:',
    again: 'Start again',
    othersTitle: 'People you can call',
    othersText: 'If it gets heavy again, these are here at night too.',
  },
};

export default en;
