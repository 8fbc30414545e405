/** English: conversations that their volunteer cannot continue, for leaders. */
import type { StaffWords } from '../words.ts';

const stuckEn: StaffWords['stuck'] = {
  heading: 'Chats that have stopped',
  why: {
    away: (alias, time) => `${alias} has been disconnected since ${time}.`,
    keys: (alias, time) => `${alias}’s page lost the key at ${time}.`,
  },
  danger: 'In danger now',
  takeOver: 'Take over',
  takeOverInstead: 'Take over instead',
  release: 'Give the place in the queue back',
  releaseTitle: (alias) => `Take the person out of the chat with ${alias}?`,
  releaseText: (alias) =>
    `The person gets their place in the queue back and waits for another volunteer. The chat is then over for ${alias}. This can’t be undone.`,
  releaseNo: 'Not now',
  mine: 'You take over as soon as the person is connected.',
  by: (alias) => `${alias} takes over.`,
  hint: 'You can’t see what they wrote. The person is told that you take over.',
  left: 'The person has asked to talk to someone other than you.',
  title: 'A chat has stopped',
  found: (alias) => `${alias}’s chat has stopped.`,
  foundDanger: (alias) => `${alias}’s chat has stopped. It is marked as danger.`,
  unanswered: { one: '{n} stopped', other: '{n} stopped' },
  over: (alias) =>
    `You did not take over from ${alias}. ${alias} is back, or the chat is over or with someone else.`,
  taken_over: 'While you were away, a shift leader took over your chat. You did nothing wrong.',
  released:
    'While you were away, a shift leader gave the person you chatted with their place in the queue back. You did nothing wrong.',
};

export default stuckEn;
