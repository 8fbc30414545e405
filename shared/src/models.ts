/**
 * The objects in commands and events. Each arm of a union has only its own fields. Durations are relative, so that a
 * wrong clock on a phone does no harm.
 */
export * from './models/values.ts';
export * from './models/keys.ts';
export * from './models/queue.ts';
export * from './models/message.ts';
export * from './models/seats.ts';
export * from './models/transfer.ts';
export * from './models/call.ts';
export * from './models/conversation.ts';
export * from './models/duty.ts';
