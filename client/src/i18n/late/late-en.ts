import type { LateWords } from '../words.ts';

const lateEn: LateWords = {
  facts: {
    heading: 'Good to know before you begin',
    who: {
      title: 'Who answers?',
      text: 'A volunteer who has been through hard times too, and has learned to listen. The volunteer gives no diagnosis or treatment, but listens and chats with you.',
    },
    time: {
      title: 'How long does it take?',
      text: 'We set aside about 45 minutes. You can stop whenever you like.',
    },
    kept: {
      title: 'What is kept?',
      text: 'Nothing you write in the chat. Messages are encrypted all the way, so only you and the volunteer can read them. The chat is deleted when it is over. We don’t keep who you are or where you write from either.',
      limits:
        'Whoever owns the network you use can see that you have been here, but not what you write. That may be your phone company, school or workplace.',
      trust:
        'Two things you have to trust: that the volunteer doesn’t pass it on, and that our page does what we promise. The code is open, so others can check.',
    },
    between: {
      title: 'Does it stay between us?',
      text: 'Yes. But not if someone may die or be seriously hurt, or if a child is being hurt or abused. Then the volunteer must try to get help.',
      untraceable:
        'We can’t trace you. So the volunteer will ask you to call 113, or to say where you are. The volunteer can also ask a shift leader for advice. The leader can’t read along without you seeing it.',
    },
  },
  aboutLeaving: {
    title: 'Need to get away fast?',
    how: 'Press “Leave this page” at the top. The screen goes blank at once, the chat is deleted, and an ordinary website opens in its place. On a keyboard you can press Shift three times.',
    limits:
      'The button can’t clear your browser’s history. If someone else may see your phone or computer, a private window is safer.',
  },
  danger: {
    title: 'Call 113',
    write: 'You can also chat with us',
    text: 'You move ahead in the queue. It may still take time before someone answers.',
    start: 'Chat with us',
    still: 'If a life is in danger, call now. You can write here at the same time.',
  },
  refusal: {
    busy: 'We are very busy right now. Wait a little, then try again.',
    busyUntil: (time) => `We are very busy right now. Try again after ${time}.`,
    closed: 'The queue closed just now. You can try again in a while, or call a number at the top.',
    outdated: 'The page has been updated. Reload it, and you can start.',
    failed: 'That didn’t work. It’s not your fault. Try once more.',
  },
  questions: {
    title: 'Before you join the queue',
    heading: 'Would you like to tell us a little first?',
    lead: 'Then the volunteer knows a bit about what you need. You can skip all of it.',
    danger: 'I am in danger now',
    dangerHint: 'We show the numbers you can call, and move you ahead in the queue.',
    dangerTitle: 'Call 113 if a life is in danger',
    dangerText:
      'They can send help at once. We can’t. We don’t see where you are, and it may take time before someone answers here. You can do both.',
    language: 'Which language do you want to write in?',
    topic: 'What is it about?',
    feeling: 'How are you right now?',
    age: 'How old are you?',
    ageWhy: 'Some help is only for young people, and some only for adults.',
    noAnswer: 'I’d rather not say',
    chooseLanguage: 'First choose the language you want to write in.',
    submit: 'Join the queue',
    skip: 'Join without answering',
    back: 'Back',
    starting: 'Finding you a place …',
    proving: 'One moment … We are very busy right now.',
  },
  waiting: {
    title: 'In the queue',
    heading: 'You are in the queue',
    next: 'You are next in the queue',
    place: (place) => `You are number ${place} in the queue`,
    placeUnknown: 'Finding your place …',
    offered: 'We are asking a volunteer now',
    offeredText: 'It usually takes less than a minute. You keep your place either way.',
    stay: 'Keep this page open, and the answer comes here. If your connection drops, we hold your place for two minutes.',
    cameBack: 'Good that you are back. You have the same place as before.',
    givenBack: (alias) =>
      `The chat with ${alias} could not go on. It’s not your fault. You have your place in the queue back.`,
    nobody: {
      unstaffed:
        'Sorry, too few of us are on duty right now, so it may take time. You keep your place, and we answer as soon as someone can. There are people you can call further down.',
      paused:
        'We are taking a break. You keep your place, and we answer when we are back. There are people you can call further down.',
    },
    box: 'You can start writing. Nobody can read it until you send it.',
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
  conversation: {
    title: 'Chat',
    heading: (alias) => `Chat with ${alias}`,
    here: (alias) => `${alias} is here`,
    away: (alias) => `${alias} is offline right now`,
    writing: (alias) => `${alias} is writing`,
    started: (alias) => `${alias} is here. The chat has begun.`,
    back: (alias) => `${alias} is back.`,
    notice: {
      who: (alias) =>
        `${alias} is a volunteer: a real person, not a robot and not a health professional.`,
      time: (time) =>
        `We have set aside about ${time}. Take the time you need for each answer. The chat doesn’t stop by itself when the time is up.`,
      silence:
        'If it is quiet for a long time, we ask if you are here. If you don’t answer, we end the chat.',
      between: (alias) =>
        `This stays between you two. But if a life is in danger, or a child is being hurt or abused, ${alias} must try to get help.`,
      leader: (alias) =>
        `${alias} can ask a shift leader for advice. The leader can’t read along without you seeing it here.`,
    },
    leader: {
      role: 'Shift leader',
      here: (alias) => `${alias}, shift leader, is here and reads what is written now.`,
      left: (alias) => `${alias} is no longer here.`,
      unread: (leader) =>
        `${leader} came before the message was sent. If you try again, both can read it.`,
    },
    draft: 'What you wrote while waiting has not been sent yet.',
    end: 'End chat',
    endTitle: 'Do you want to end the chat?',
    endText: 'We then delete it. It’s fine to stop whenever you like.',
    endYes: 'Yes, end it',
    endNo: 'No, stay here',
    another: 'New volunteer',
    anotherTitle: 'Do you want to talk to someone else?',
    anotherText: (alias) =>
      `That is fine, and not rude. You need no reason. ${alias} is told only that you wanted to talk to someone else. You get your place in the queue back, and the new volunteer can’t see what you two wrote. You can change once.`,
    anotherYes: 'Yes, find another',
    silentTitle: 'Are you still here?',
    silent: {
      nudge: (alias, time) =>
        `Take the time you need. ${alias} is waiting for you. If it stays quiet until ${time}, we end the chat.`,
      asked: (alias) =>
        `Take the time you need. ${alias} is waiting for you, and the chat stays open.`,
      warning: (alias, time) =>
        `At ${time} we end the chat, if we don’t hear from you. Press the button, and ${alias} keeps waiting. You can do that as often as you like.`,
    },
    stay: 'Yes, I am here',
    frame: {
      left: (time) =>
        `About ${time} are left of the time we set aside. The chat does not stop by itself.`,
      over: 'The time we set aside has passed. The two of you decide when you are done.',
      more: (alias) => `${alias} has set aside more time for you.`,
    },
    lostTitle: (alias) => `The connection to ${alias} is lost`,
    lostWords: 'It’s not your fault, and you don’t lose your place. We are trying to reconnect.',
    choiceText: (alias) =>
      `${alias} has been away for a while. You can wait a bit more, or get a new volunteer. You then get your place in the queue back, and the new volunteer can’t see what you two have written.`,
    requeue: 'Get a new volunteer',
    wait: (alias) => `Wait for ${alias}`,
    askedUnseen: (alias) =>
      `${alias} has asked you something, but we can’t show it. Reload the page.`,
    unreadTitle: (alias) => `${alias} can’t read what you write`,
    unreadText: (alias) =>
      `${alias}’s page has lost the key to the chat. It’s not your fault, and you don’t lose your place. You can get a new volunteer. You then get your place in the queue back, and the new volunteer can’t see what you two have written.`,
    differTitle: 'We can’t encrypt the chat',
    differText:
      'We can’t be sure that only you two can read it. So nothing has been sent. You can try with a new volunteer.',
    missingTitle: 'This tab doesn’t have the key to the chat',
    missingText:
      'If the chat is open in another tab, you can go on there. If not, you can get a new volunteer, and you get your place in the queue back.',
  },
  ended: {
    title: 'Ended',
    ticket: {
      cancelled: {
        title: 'You have left the queue',
        text: 'It’s fine to change your mind. You are welcome back whenever you like.',
      },
      expired: {
        title: 'Your place in the queue is gone',
        text: 'We didn’t hear from you for a while, so the place went to the next person. That’s all right. You can join the queue again.',
      },
      closed: {
        title: 'We didn’t get to you in time',
        text: 'We are sorry. We have closed now, but there are others you can call.',
      },
    },
    conversation: {
      seeker: {
        title: 'Thank you for writing',
        text: 'You ended the chat. We hope it helped a little to write.',
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
        text: 'It’s not your fault, and we are sorry. You can start again whenever you like.',
      },
      exit: {
        title: 'You left the page',
        text: 'That ended the chat. You can start again whenever you like.',
      },
      keys_differ: {
        title: 'The chat could not be encrypted',
        text: 'We couldn’t be sure that only you two could read it, so we stopped it. You can start again.',
      },
      silence: {
        title: 'It went quiet',
        text: 'We did not hear from you for a while, so the chat was ended. That’s all right. You are welcome back whenever you like.',
      },
      keys_lost: {
        title: 'The volunteer lost the key to the chat',
        text: 'It’s not your fault. You can start again whenever you like.',
      },
      another: {
        title: 'That chat has ended',
        text: 'You can start again and get another volunteer.',
      },
    },
    deleted: 'We have deleted the chat.',
    deleting:
      'We don’t know yet if the chat is deleted. It will be as soon as we get through, or by itself in about ten minutes.',
    cutShort: 'Some of what the volunteer wrote did not arrive here.',
    lastWords: 'The volunteer wrote to you before the chat was ended:',
    again: 'Start again',
    othersTitle: 'People you can call',
    othersText: 'If things get hard again, you can call one of these.',
  },
};

export default lateEn;

// Loaded together: see `words.ts`.
export { default as first } from '../en.ts';
