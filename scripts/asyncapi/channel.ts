/** One namespace as a channel: its messages, and the server's operations on it. */
import { ACCESS, type Access } from '@terskel/shared/access';
import { Refusal } from '@terskel/shared/errors';
import { type JsonSchema, NAMESPACES, schemaOf } from '@terskel/shared/json-schema';
import { HandshakeRefusal } from '@terskel/shared/protocol';
import { described, documented } from './docs.ts';
import { examples } from './examples.ts';

export type Namespace = keyof typeof NAMESPACES;
type Table = Record<string, object>;

const WHO = {
  seeker: 'Seekers: no sign-in. The secret of one tab identifies a session.',
  staff: 'Staff: volunteers, leaders and admins, by a staff session.',
};

export function channel(namespace: Namespace): object {
  return {
    address: `/${namespace}`,
    title: `/${namespace}`,
    description: WHO[namespace],
    messages: messages(namespace),
  };
}

/** Messages by key: `command.…`, `ack.…`, `event.…`, and the three that belong to no single command or event. */
function messages(namespace: Namespace): Table {
  const { handshake, commands, events } = NAMESPACES[namespace];
  const all: Table = {};
  const add = (key: string, headers: Headers, summary: string, payload: JsonSchema) => {
    const shown = examples[namespace][key]?.map((each) => ({ payload: each }));
    all[key] = {
      name: headers.event ?? key,
      summary,
      headers: constants(headers),
      payload,
      ...(shown !== undefined && { examples: shown }),
    };
  };
  add(
    'connect',
    { packet: 'CONNECT', from: 'client' },
    '`auth` of the connection: begins a session or resumes one.',
    schemaOf(handshake),
  );
  add(
    'connect_error',
    { packet: 'CONNECT_ERROR', from: 'server' },
    'The handshake was refused.',
    schemaOf(HandshakeRefusal),
  );
  add('refusal', { packet: 'ACK', from: 'server' }, 'The command was refused.', schemaOf(Refusal));
  for (const [event, { payload, ack }] of Object.entries(commands)) {
    const { path, doc } = command(namespace, event);
    const schema = described(schemaOf(payload), path);
    add(`command.${event}`, { packet: 'EVENT', event, from: 'client' }, doc, schema);
    add(
      `ack.${event}`,
      { packet: 'ACK', event, from: 'server' },
      'The command was executed.',
      schemaOf(ack),
    );
  }
  for (const [name, payload] of Object.entries(events)) {
    const { path, doc } = event(namespace, name);
    const schema = described(schemaOf(payload), path);
    add(`event.${name}`, { packet: 'EVENT', event: name, from: 'server' }, doc, schema);
  }
  return all;
}

export function operations(namespace: Namespace): Table {
  const { commands, events } = NAMESPACES[namespace];
  const channel = { $ref: `#/channels/${namespace}` };
  const list = (...keys: readonly string[]) =>
    keys.map((key) => ({ $ref: `#/channels/${namespace}/messages/${key}` }));
  const all: Table = {
    [`${namespace}.connect`]: {
      action: 'receive',
      channel,
      summary: 'Opens the namespace.',
      messages: list('connect'),
      reply: { channel, messages: list('event.session:snapshot', 'connect_error') },
    },
  };
  const access: Readonly<Record<string, Access>> = ACCESS[namespace];
  for (const [name, { bucket, cost }] of Object.entries(commands)) {
    all[`${namespace}.receive.${name}`] = {
      action: 'receive',
      channel,
      summary: command(namespace, name).doc,
      messages: list(`command.${name}`),
      reply: { channel, messages: list(`ack.${name}`, 'refusal') },
      'x-access': access[name],
      'x-bucket': bucket,
      'x-cost': cost,
    };
  }
  for (const name of Object.keys(events)) {
    const { doc } = event(namespace, name);
    all[`${namespace}.send.${name}`] = {
      action: 'send',
      channel,
      summary: doc,
      messages: list(`event.${name}`),
    };
  }
  return all;
}

const command = (namespace: Namespace, name: string) =>
  documented(`${namespace}Commands/${name}`, `conversationCommands/${name}`);
const event = (namespace: Namespace, name: string) =>
  documented(`${namespace}Events/${name}`, `shared/${name}`);

/** Where the parts of a message are in Socket.IO's packets. */
interface Headers {
  readonly packet: 'CONNECT' | 'CONNECT_ERROR' | 'EVENT' | 'ACK';
  readonly event?: string;
  readonly from: 'client' | 'server';
}

function constants(headers: Headers): JsonSchema {
  const properties = Object.entries(headers).map(([name, value]) => [
    name,
    { const: value as string },
  ]);
  return {
    type: 'object',
    properties: Object.fromEntries(properties) as Record<string, JsonSchema>,
  };
}
