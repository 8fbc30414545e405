import type { TalkWords } from '../words.ts';

const talkEn: TalkWords = {
  title: 'Chat',
  heading: (alias) => `Chat with ${alias}`,
  here: (alias) => `${alias} is here`,
  away: (alias) => `${alias} is offline right now`,
  writing: (alias) => `${alias} is writing`,
  started: (alias) => `${alias} is here. The chat has begun.`,
  back: (alias) => `${alias} is back.`,
  notice: {
    who: (alias) =>
      `${alias} is a volunteer: a fellow human, not a robot and not a health professional.`,
    time: (time) =>
      `We have set aside about ${time}. Take the time you need for each answer. The chat doesn’t stop by itself when the time is up.`,
    silence:
      'If it is quiet for long, we ask if you are here. With no answer then either, we end it.',
    between: (alias) =>
      `This stays between you two. But if a life is in danger, or a child is being hit or abused, ${alias} must try to get help.`,
    leader: (alias) =>
      `${alias} can ask a shift leader for advice. If the leader joins, you will see it here.`,
  },
  draft: 'What you wrote while waiting has not been sent yet.',
  end: 'End chat',
  endTitle: 'Do you want to end the chat?',
  endText: 'It is then deleted at once, for you both. It’s fine to stop whenever you like.',
  endYes: 'Yes, end it',
  endNo: 'No, stay here',
  another: 'Change',
  anotherWhom: 'volunteer',
  anotherTitle: 'Talk with somebody else?',
  anotherText: (alias) =>
    `That is fine, and not rude. You need no reason. ${alias} is told only that you wanted to talk with somebody else. You get your place in line back, and the new one does not see what you two wrote. You can change once.`,
  anotherYes: 'Yes, find another',
  silentTitle: 'Are you still here?',
  silent: {
    nudge: (alias, time) =>
      `Take the time you need. ${alias} is waiting for you. If it stays quiet until ${time}, we end the chat.`,
    warning: (alias, time) =>
      `At ${time} we end the chat, if we don’t hear from you. Press the button, and ${alias} goes on waiting. You can do that as often as you like.`,
  },
  stay: 'Yes, I am here',
  frame: {
    left: (time) =>
      `About ${time} are left of the time we set aside. The chat does not stop by itself.`,
    over: 'The time we set aside has passed. The two of you decide when you are done.',
    more: (alias) => `${alias} has set aside more time for you.`,
  },
  lostTitle: (alias) => `The line to ${alias} is broken`,
  lostWords: 'It’s not your fault, and you don’t lose your place. We are trying to reconnect.',
  choiceText: (alias) =>
    `${alias} has been away for a while. You can wait a bit more, or get a new volunteer. You are then first in line, and the new one does not see what you two have written.`,
  requeue: 'Get a new volunteer',
  wait: (alias) => `Wait for ${alias}`,
  differTitle: 'We can’t lock the chat',
  differText:
    'We can’t be sure that only you two can read it. So nothing has been sent. A new volunteer gets a new lock.',
  missingTitle: 'This tab has lost the key to the chat',
  missingText:
    'So it can’t show what you two have written. Nobody else can read it either. You can get a new volunteer, and are first in line.',
};

export default talkEn;
