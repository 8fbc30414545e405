/**
 * Loads the Lua scripts. Each source consists of the base library, the libraries named in the script's `--#include`
 * line, and the script itself.
 */
import { existsSync, readFileSync } from 'node:fs';
import { defineScript, type CommandParser } from 'redis';

/** The scripts of each store stand beside its code; the base library is shared. */
const FOLDERS = ['../live/lua/', '../ledger/lua/', './lua/'].map(
  (path) => new URL(path, import.meta.url),
);

function read(name: string): string {
  const url = FOLDERS.map((folder) => new URL(`${name}.lua`, folder)).find((each) =>
    existsSync(each),
  );
  if (url === undefined) throw new Error(`no script ${name}`);
  return readFileSync(url, 'utf8');
}

function source(name: string): string {
  const script = read(name);
  const included = /^--#include (.+)$/m.exec(script)?.[1]?.split(' ') ?? [];
  return [...['base', ...included].map((each) => read(`lib/${each}`)), script].join('\n');
}

/**
 * A script's reply: 'ok' or an error code; then the result as JSON, or for an error the milliseconds until a retry may
 * help; then the sessions and conversations that the script ended ('seeker <id>' or 'conversation <id>').
 */
export type ScriptReply = readonly [code: string, result?: string, ...over: string[]];

function script(name: string) {
  return defineScript({
    SCRIPT: source(name),
    NUMBER_OF_KEYS: 1,
    parseCommand(parser: CommandParser, root: string, args: readonly (string | number)[]) {
      parser.pushKey(root);
      for (const arg of args) parser.push(String(arg));
    },
    transformReply: (reply: unknown) => reply as ScriptReply,
  });
}

export const scripts = {
  availabilitySet: script('availability-set'),
  commentsReleased: script('comments-released'),
  conversationConfirm: script('conversation-confirm'),
  conversationEnd: script('conversation-end'),
  conversationExtend: script('conversation-extend'),
  conversationKeys: script('conversation-keys'),
  conversationLog: script('conversation-log'),
  conversationLose: script('conversation-lose'),
  conversationMark: script('conversation-mark'),
  conversationRebuild: script('conversation-rebuild'),
  conversationRequeue: script('conversation-requeue'),
  conversationSilence: script('conversation-silence'),
  conversationStay: script('conversation-stay'),
  dutyExpire: script('duty-expire'),
  dutyKeep: script('duty-keep'),
  feedbackGive: script('feedback-give'),
  feedbackRelease: script('feedback-release'),
  leadEnd: script('lead-end'),
  ledgerCommit: script('ledger-commit'),
  ledgerMigrate: script('ledger-migrate'),
  ledgerSession: script('ledger-session'),
  ledgerSessions: script('ledger-sessions'),
  ledgerStanding: script('ledger-standing'),
  messageReceived: script('message-received'),
  messageSend: script('message-send'),
  nodeBeat: script('node-beat'),
  nodeForget: script('node-forget'),
  nodeHeld: script('node-held'),
  offerAccept: script('offer-accept'),
  offerMatch: script('offer-match'),
  offerReturn: script('offer-return'),
  offerTake: script('offer-take'),
  overview: script('overview'),
  placeExpire: script('place-expire'),
  seekerClosing: script('seeker-closing'),
  seekerConnect: script('seeker-connect'),
  seekerDisconnect: script('seeker-disconnect'),
  seekerRecord: script('seeker-record'),
  seekerRestore: script('seeker-restore'),
  sessionOver: script('session-over'),
  shiftEnd: script('shift-end'),
  shiftStart: script('shift-start'),
  staffConnect: script('staff-connect'),
  staffDisconnect: script('staff-disconnect'),
  staffRecord: script('staff-record'),
  staffRestore: script('staff-restore'),
  ticketAsk: script('ticket-ask'),
  ticketEnd: script('ticket-end'),
  ticketKeep: script('ticket-keep'),
  ticketOpen: script('ticket-open'),
  tombstoneExpire: script('tombstone-expire'),
  typingSet: script('typing-set'),
  wrapUpEnd: script('wrap-up-end'),
};
