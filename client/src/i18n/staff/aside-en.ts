/** English: the line between a volunteer and the leader who has taken the call. */
import type { StaffWords } from '../words.ts';

const asideEn: StaffWords['aside'] = {
  title: (alias) => `Between you and ${alias}`,
  hidden: 'The person you chat with does not see this.',
  hiddenFrom: (alias) => `The person ${alias} chats with does not see this.`,
  log: (alias) => `Messages between you and ${alias}`,
  box: (alias) => `Write to ${alias}`,
  writing: (alias) => `${alias} is writing`,
  agreeing: (alias) => `Waiting for the page of ${alias}. Nothing is sent until it is ready.`,
  away: (alias) => `${alias} is disconnected. The message is shown once the connection is back.`,
  differ: 'The keys don’t match, so nothing has been sent. Phone each other instead.',
  over: 'The line is closed. Only you see this now.',
  putAway: 'Remove',
  news: (alias) => `New message from ${alias}.`,
};

export default asideEn;
