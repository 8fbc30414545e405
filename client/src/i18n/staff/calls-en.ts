/** English: calls to the leaders on duty. */
import type { StaffWords } from '../words.ts';

const callsEn: StaffWords['calls'] = {
  open: 'Shift leader',
  ask: {
    title: 'Do you want to call a shift leader?',
    text: 'The shift leaders see your name and the language, not what you two write. The person you chat with is not told.',
    help: 'I need help',
    danger: 'A life is in danger',
    dangerHint:
      'If a life is in danger, the chat is marked as danger. The person you chat with is told that.',
    close: 'Not now',
  },
  own: {
    help: 'Shift leader called',
    danger: 'Shift leader called: a life is in danger',
    unheard: {
      help: 'You want a shift leader',
      danger: 'You want a shift leader: a life is in danger',
    },
    waiting: (time) => `Since ${time}. Nobody has answered yet.`,
    taken: (alias) => `${alias} has taken your call.`,
    nobody: 'No shift leader is on duty now.',
    nobodyElse: 'No other shift leader is on duty now.',
    escalated: 'Nobody on duty has answered. All shift leaders with an open page have been told.',
    escalatedNobody:
      'No shift leader is on duty now. All shift leaders with an open page have been told.',
    phone: (name) => `Phone ${name}:`,
    phoneUs: 'Phone the association:',
    phoneElse: 'Phone the person you have agreed to phone.',
    raise: 'A life is in danger',
    withdraw: 'Withdraw',
    withdrawn: 'The call is withdrawn.',
    back: 'The shift leader can’t after all. The others on duty are called again.',
  },
  heading: 'Calls for a leader',
  help: 'Needs help',
  danger: 'A life is in danger',
  titleHelp: 'A volunteer needs help',
  titleDanger: 'A life is in danger',
  newHelp: (alias) => `${alias} calls a shift leader: needs help.`,
  newDanger: (alias) => `${alias} calls a shift leader: a life is in danger.`,
  unanswered: { one: '{n} call', other: '{n} calls' },
  mine: (alias) => `You have taken it. Contact ${alias} now. ${alias} can let you into the chat.`,
  inside: 'You are in the chat. If you hand it back, you leave it.',
  taken: (alias) => `${alias} has taken it.`,
  untaken: 'Nobody has taken it yet.',
  take: 'I take it',
  takeOnDuty: 'Go on duty and take it',
  giveBack: 'Hand back',
};

export default callsEn;
