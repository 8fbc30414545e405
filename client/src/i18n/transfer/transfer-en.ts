/** English: texts about a transfer to another volunteer. */
import type { TransferWords } from '../words.ts';

const transferEn: TransferWords = {
  asked: (alias) => `${alias} has a question for you.`,
  read: 'Read the question',
  title: {
    any: 'May the next volunteer who is free take over?',
    leader: 'May a shift leader take over?',
    colleague: (other) => `May ${other} take over?`,
  },
  reason: {
    end_of_shift: (alias) => `${alias}’s shift is nearly over.`,
    language: (alias) => `${alias} thinks someone else knows your language better.`,
    experience: (alias) =>
      `${alias} thinks someone else knows more about what you are going through.`,
    leader: (alias) => `${alias} thinks it is best that you chat with a shift leader.`,
  },
  ifNo: (alias) => `A no changes nothing. ${alias} then stays with you.`,
  yesHistory: 'Yes, and show what we wrote',
  yesWithout: 'Yes, but don’t show it',
  no: (alias) => `No, stay with ${alias}`,
  sending: 'Sending your answer …',
  failed: 'That didn’t work. It’s not your fault. Try once more.',
  until: {
    any: (alias) => `You keep talking with ${alias} until someone else is free.`,
    leader: (alias) => `You keep talking with ${alias} until a shift leader is free.`,
    colleague: (alias, other) => `You keep talking with ${alias} until ${other} is here.`,
  },
  changeMind: 'I don’t want to change after all',
  stays: (alias) => `Nobody takes over now. You go on with ${alias}.`,
  before: (alias) => `Said before ${alias} came`,
  arrived: (alias) => `Now ${alias} is here`,
  tookOver: (alias, former) =>
    `The connection to ${former} is lost. ${alias}, who leads the shift, goes on with you.`,
  shares: (alias, former) => `${alias} can read what you and ${former} wrote.`,
  sharesNot: (alias, former) =>
    `${alias} can’t read what you and ${former} wrote. Only you see it here.`,
  held: (former) =>
    `You began to write while you were with ${former}. The text is in the box. It has not been sent.`,
  heldHint: (alias) => `Press “Write to ${alias}” before you send.`,
  writeTo: (alias) => `Write to ${alias}`,
};

export default transferEn;
