/** Loads the Lua scripts: the base, the libraries a script's first line includes, the script. */
import { readFileSync } from 'node:fs';
import { defineScript, type CommandParser } from 'redis';

const folder = new URL('./lua/', import.meta.url);

function read(name: string): string {
  return readFileSync(new URL(`${name}.lua`, folder), 'utf8');
}

function source(name: string): string {
  const script = read(name);
  const included = /^--#include (.+)$/m.exec(script)?.[1]?.split(' ') ?? [];
  const libraries = ['lib/base', ...included.map((library) => `lib/${library}`)].map(read);
  return withWhatItUses(libraries.join('\n'), script);
}

/** Lua makes every function anew at every call of a script: so a script gets only those that it comes to use. */
function withWhatItUses(libraries: string, script: string): string {
  const functions = /^local function (\w+)\(.*?^end$/gms;
  const [...defined] = libraries.matchAll(functions);
  let source = script;
  // Each stands behind those that it uses itself.
  for (const [text, name] of defined.toReversed()) {
    if (new RegExp(`\\b${name}\\(`).test(source)) source = `${text}\n${source}`;
  }
  return `${libraries
    .replace(functions, '')
    .replace(/^--.*\n/gm, '')
    .trim()}\n${source}`;
}

/**
 * A script's answer: 'ok' or an error code, then JSON, or milliseconds until trying again may help; then the sessions and
 * conversations that are over by it.
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
  conversationLog: script('conversation-log'),
  conversationLose: script('conversation-lose'),
  conversationRebuild: script('conversation-rebuild'),
  conversationRequeue: script('conversation-requeue'),
  conversationSilence: script('conversation-silence'),
  conversationStay: script('conversation-stay'),
  dutyExpire: script('duty-expire'),
  feedbackGive: script('feedback-give'),
  leadEnd: script('lead-end'),
  ledgerCommit: script('ledger-commit'),
  ledgerMigrate: script('ledger-migrate'),
  ledgerSession: script('ledger-session'),
  ledgerSessionOpen: script('ledger-session-open'),
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
