/** English: texts of the volunteer's page. */
import type { StaffWords } from '../words.ts';
import asideEn from './aside-en.ts';
import callsEn from './calls-en.ts';
import stuckEn from './stuck-en.ts';
import { transferEn } from './transfer-en.ts';

const staffEn: StaffWords = {
  title: 'Volunteer',
  offerTitle: 'Someone is waiting for your answer',
  dangerTitle: 'In danger now',
  aside: asideEn,
  calls: callsEn,
  stuck: stuckEn,
  work: {
    heading: 'Shift',
    signOut: 'Sign out',
    signOutBlocked: 'End the chat before you sign out.',
    toAdmin: 'Manage',
    toOverview: 'Overview',
  },
  duty: {
    heading: 'Your shift',
    start: 'Go on duty',
    end: 'Go off duty',
    endBlocked: 'You have an open chat. End it or hand it over before you go off duty.',
    untrained: 'You are in training. You can go on duty once an administrator has approved you.',
    ready: 'I’m ready',
    pause: 'Take a break',
    done: 'Done, I’m ready',
    off: { title: 'Off duty', text: 'You get no requests.' },
    isReady: { title: 'Ready', text: 'We ask you when someone is waiting for an answer.' },
    offered: {
      title: 'Someone is waiting for you',
      text: 'Answer, or choose “Not now”.',
    },
    talking: {
      title: 'In a chat',
      ready: 'We may ask you about one more.',
      danger:
        'We ask you about nobody else while there is danger. You can still take the next person yourself.',
      paused: 'You get no new requests until you are ready again.',
    },
    isFull: { title: 'In a chat', text: 'You get no new requests until you are done here.' },
    paused: {
      title: 'Break',
      text: 'You are on duty but get no requests. You can still take the next person yourself.',
    },
    missed: {
      title: 'Break',
      text: 'You missed two requests, so we put you on a break. That’s quite all right. Press “I’m ready” when it suits you.',
    },
    wrapping: {
      title: 'After the chat',
      text: (left) => `Take a short break. You get no new requests for ${left}.`,
    },
  },
  ended: {
    heading: (name) => `${name} has ended`,
    mark: 'Ended',
    danger: 'The person you chatted with said they were in danger. Tell the shift leader now.',
    draft: 'This was not sent',
    copy: 'Copy the text',
    copied: 'The text is copied.',
    copyFailed: 'The browser did not let us copy. The text is selected, so you can copy it.',
    stays: 'Everything is deleted on the server. The messages stay here until you close the chat.',
    putAway: 'Close the chat',
  },
  overview: {
    heading: 'The queue now',
    nobody: 'Nobody is waiting.',
    nobodyElse: 'Nobody else is waiting.',
    waiting: { one: '{n} waiting', other: '{n} waiting' },
    urgent: {
      one: '{n} says: in danger now',
      other: '{n} say: in danger now',
    },
    underMinute: 'less than a minute',
    oldest: (time) => `Longest wait: ${time}`,
    lanes: 'Who is waiting, by language and topic',
    language: 'Language',
    topic: 'Topic',
    number: 'Number',
    anyTopic: 'Not said',
    staff: 'On duty',
    onDuty: { one: '{n} on duty', other: '{n} on duty' },
    noLeader: 'No shift leader on duty',
    leaders: { one: '{n} shift leader on duty', other: '{n} shift leaders on duty' },
    shutForLeader:
      'No shift leader is on duty, so the queue is closed to new people. Those who are waiting keep their place.',
    shutForBreaks:
      'Nobody on duty is ready to answer, so the queue is closed to new people. Those who are waiting keep their place.',
    ready: { one: '{n} free to answer', other: '{n} free to answer' },
    talks: { one: '{n} chat in progress', other: '{n} chats in progress' },
    intake: {
      open: 'Open to new people',
      busy: 'Open, long wait',
      full: 'The queue is full',
      paused: 'Not taking new people now',
      unstaffed: 'Closed to new people',
      closed: 'Closed to new people',
    },
    take: 'Take the next one',
    takeNobody: 'Nobody is waiting now.',
    takeFull: (capacity) => `You have as many chats as you can have (${capacity}).`,
    takeOff: 'Go on duty first.',
  },
  offer: {
    heading: 'Someone is waiting for an answer',
    urgent: 'Says: in danger now',
    urgentText: 'Ask directly whether a life is in danger. The checklist is under “Support”.',
    waited: 'Has waited',
    language: 'Language',
    topic: 'Topic',
    feeling: 'How they feel now',
    feelingOf: (feeling, words) => `${feeling} of 5 · ${words}`,
    age: 'Age',
    notSaid: 'Not said',
    accept: 'Answer',
    decline: 'Not now',
    declineHint: 'You need no reason. The person keeps their place.',
    left: { one: '{n} second left', other: '{n} seconds left' },
    accepting: 'Encrypting the chat …',
  },
  talks: {
    heading: 'My chats',
    name: (number) => `Chat ${number}`,
    unreadIn: (name, unread) => `${name}: ${unread}`,
    since: (time) => `since ${time}`,
    unread: { one: '{n} new', other: '{n} new' },
    nowhere: 'You have no chats now.',
    restOff: 'When you go on duty, you see here who is waiting.',
    restReady: 'You don’t have to do anything. We tell you when someone is waiting for you.',
    restPaused: 'Take the time you need.',
    choose: 'Choose a chat in the list.',
  },
  talk: {
    seeker: 'The person you chat with',
    here: 'Is here',
    unknown: 'Unknown while you are disconnected',
    feeling: (feeling) => `Before the chat: ${feeling}`,
    silent: (time) => `Is here, but has not written for ${time}`,
    asked: (time) => `Has not written for ${time}. The page has asked.`,
    askedOpen: (time) => `Has not written for ${time}. The page has asked. The chat stays open.`,
    warned: (time, at) => `Has not written for ${time}. The chat ends at ${at}.`,
    away: (time) => `Disconnected since ${time}`,
    visit: {
      role: 'Shift leader',
      letIn: (alias) => `Let ${alias} in`,
      hint: 'The person you chat with sees it. The leader can only read what is written from now on.',
      here: (alias) => `${alias} is here and reads what is written.`,
      away: (alias) => `${alias} is in the chat, but disconnected.`,
      left: (alias) => `${alias} is no longer here.`,
      isIn: (alias) => `${alias} is in the chat.`,
      close: 'End the visit',
      name: (alias) => `${alias}’s chat`,
      alone: (alias) =>
        `${alias} is disconnected now. You are here with the person ${alias} chats with.`,
      noKey: (alias) =>
        `This tab doesn’t have the key to the chat, so you leave it. ${alias} can let you in again.`,
      from: (alias) =>
        `You are in the chat of ${alias}. You see only what is written from now on. Both see your name.`,
      leave: 'Leave the chat',
    },
    awayText: 'What you write arrives when the connection is back.',
    writing: 'Is writing',
    urgent: 'In danger now',
    left: (left, planned) => `${left} left of ${planned}`,
    runsOut: (left) => `About ${left} left of the time.`,
    ranOut: 'The time has passed. End when it suits you both, or set aside more.',
    extend: (time) => `${time} more`,
    over: (over) => `${over} over time`,
    agreeing:
      'Waiting for the encryption key of the person you chat with. Nothing is shown or sent until it is in place.',
    differ:
      'The keys don’t match, so nothing has been sent. The person you chat with can choose a new volunteer. You can end here.',
    missing:
      'This tab doesn’t have the key, so the chat can’t be shown, and you can’t write. The person you chat with is told. If the chat is open in another tab, go on there. If not, return them to the queue, and they get their place and a new key.',
    giveBack: 'Return them to the queue',
    givingBack: 'The person you chat with goes back to the queue, as soon as they are connected.',
    released:
      'A shift leader has given the person their place in the queue back. They go there as soon as they are connected.',
    markDanger: 'Mark as danger',
    unmarkDanger: 'Not danger after all',
    dangerMarked: 'This chat is marked as danger.',
    dangerUnmarked: 'This chat is no longer marked as danger.',
    holdOpen: 'Hold the chat open',
    holdNoMore: 'Stop holding it open',
    box: 'Write a message',
    end: 'End',
    endTitle: 'Do you want to end the chat?',
    endText:
      'The chat is deleted. Only your closing message stays, encrypted, for up to ten minutes, so that it can arrive.',
    endAwayText:
      'The person you chat with is disconnected. Your closing message waits for ten minutes in case they return.',
    endTooSoon: (time) =>
      `The person you chat with is disconnected. Wait until ${time} before you end. The connection may come back.`,
    lastWords: 'Closing message (optional)',
    lastWordsHint:
      'Sum up in the person’s own words. Name one next step, and that they can come back.',
    endYes: 'End the chat',
    endNo: 'Continue the chat',
  },
  transfer: transferEn,
  note: {
    offer_expired: 'Time ran out. The person keeps their place, and another volunteer is asked.',
    offer_withdrawn: 'The person is no longer in the queue.',
    offer_unusable:
      'The chat could not be encrypted, so we took the request back. There is nothing you need to do.',
    visit: {
      left: (alias) => `You are no longer in ${alias}’s chat.`,
      over: (alias) => `${alias}’s chat has ended.`,
      no_key: (alias) =>
        `This tab doesn’t have the key to ${alias}’s chat, so you are no longer in it. ${alias} can let you in again.`,
      unsent: 'What you wrote last was not sent.',
    },
    queue_empty: 'Nobody you can take is waiting now.',
    ended: {
      seeker: 'The person you chatted with ended the chat.',
      volunteer: 'You ended the chat.',
      seeker_lost: 'The person you chatted with was away too long, so the chat has ended.',
      volunteer_lost:
        'You were away for a while, and the person you chatted with chose a new volunteer.',
      exit: 'The person you chatted with left the page. There can be many reasons.',
      keys_differ: 'The chat could not be encrypted, so it has ended.',
      silence: 'It was quiet for too long, so the chat was ended. It’s not your fault.',
      keys_lost:
        'Your page had lost the key. The person you chatted with has their place in the queue back.',
      taken_over:
        'The connection was lost, and a shift leader has taken over. The person you chatted with goes on there. You did nothing wrong.',
      released:
        'The connection was lost, and a shift leader gave the person you chatted with their place in the queue back. You did nothing wrong.',
      transferred: 'Someone else has taken over. The person you chatted with goes on there.',
      another:
        'The person you chatted with wanted to talk to someone else. It happens, and is rarely about you.',
      unknown: 'The chat is over.',
    },
    refused: {
      busy: 'Too many tries in a short time. Wait a little, then try again.',
      unavailable: 'That didn’t work just now. Try again in a little while.',
      forbidden: 'You don’t have access to that.',
      offer_gone: 'Someone else has answered, or the person is no longer in the queue.',
      at_capacity: 'You have as many chats as you can have.',
      stale: 'Something changed in the meantime. The page is up to date now.',
      failed: 'That didn’t work. Try once more.',
    },
    dismiss: 'Hide this message',
  },
  link: {
    reconnecting:
      'We lost the connection and are reconnecting. You keep your shift and your chats for at least a minute.',
    refused: {
      title: 'You are not connected',
      text: 'Your sign-in may have run out. Reload the page, and sign in again.',
    },
    replaced: 'Your shift is open in another tab',
    replacedText: 'You can only be on duty in one place at a time.',
    outdatedText: 'Reload it to go on. You keep your chats.',
  },
  guide: {
    language: 'en',
    heading: 'Support',
    listenTitle: 'In the chat',
    listen: [
      'Ask open questions, one at a time.',
      'Say back what you have understood, in the person’s own words.',
      'Fewer, longer answers are better than many short ones.',
      'You don’t have to solve the problem. What matters most is to listen.',
    ],
    startersTitle: 'Questions to start with',
    startersHint: 'Goes into the box, so that you can change it.',
    startersElse:
      'We have no suggestions in this language. Write something like this in the language of the chat.',
    dangerTitle: 'When a life is in danger',
    danger: [
      'Ask directly: “Are you thinking of taking your life?” Asking does not make it more dangerous.',
      'Ask whether it is about to happen, and whether anyone is near.',
      'Ask the person to call 113, or to tell you where they are.',
      'Stay in the chat until help is there.',
    ],
    callLeader: 'Call the shift leader, with “Shift leader” above the chat.',
    leaderCalled: 'You have called the shift leader. The answer comes above the message box.',
    trace: 'We can’t trace the person you chat with. We know only what you are told.',
  },
};

export default staffEn;
