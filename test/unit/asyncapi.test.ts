/** The AsyncAPI document, from which others can write a client: valid, complete, up to date and correct. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Parser } from '@asyncapi/parser';
import { decapsulate } from '@terskel/client/e2ee/agreement';
import { openChannel } from '@terskel/client/e2ee/channel';
import { confirm, confirms, firstEpoch, secretOf } from '@terskel/client/e2ee/seat-keys';
import { joinVisit } from '@terskel/client/e2ee/visit';
import { ACCESS, type Access } from '@terskel/shared/access';
import { ConversationId } from '@terskel/shared/ids';
import { NAMESPACES } from '@terskel/shared/json-schema';
import { FIRST_EPOCH } from '@terskel/shared/key-epochs';
import { KeyEpoch } from '@terskel/shared/models';
import { describe, expect, test } from 'vitest';
import { described, docsIn, documented } from '../../scripts/asyncapi/docs.ts';
import { asyncapi } from '../../scripts/asyncapi/document.ts';
import { example } from '../../scripts/asyncapi/encryption.ts';
import { examples } from '../../scripts/asyncapi/examples.ts';
import { http } from '../../scripts/asyncapi/http.ts';
import { ROOT } from '../../scripts/env.ts';
import { messagesOf, namespaces } from '../helpers/messages.ts';
import { serverRoutes } from '../helpers/routes.ts';

/** Severities of the parser's diagnostics. */
const [ERROR, WARNING] = [0, 1];

const text = readFileSync(join(ROOT, 'shared/asyncapi.json'), 'utf8');
const { document, diagnostics } = await new Parser().parse(text);

test('[contract] the document is valid AsyncAPI, without a warning', () => {
  expect(diagnostics.filter(({ severity }) => [ERROR, WARNING].includes(severity))).toEqual([]);
  expect(document).toBeDefined();
});

test('[contract] the document is up to date', () => {
  // If it is not: run `pnpm asyncapi`.
  expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(asyncapi())));
});

describe.each(namespaces)('/%s', (name) => {
  const { commands, events } = NAMESPACES[name];
  const operation = (id: string) => {
    const found = document?.operations().get(`${name}.${id}`);
    if (found === undefined) throw new Error(`the document has no ${name}.${id}`);
    const replies = found.reply()?.messages().all() ?? [];
    return {
      action: found.action(),
      hasSummary: /\w/.test(found.summary() ?? ''),
      messages: found
        .messages()
        .all()
        .map((message) => message.id()),
      replies: replies.map((message) => message.id()),
      access: found.extensions().get('x-access')?.value<Access>(),
    };
  };

  const access: Readonly<Record<string, Access>> = ACCESS[name];
  test.each(Object.keys(commands))('[contract] %s is received and answered', (command) => {
    expect(operation(`receive.${command}`)).toEqual({
      action: 'receive',
      hasSummary: true,
      messages: [`command.${command}`],
      replies: [`ack.${command}`, 'refusal'],
      access: access[command],
    });
  });

  test.each(Object.keys(events))('[contract] %s is sent', (event) => {
    expect(operation(`send.${event}`)).toMatchObject({
      action: 'send',
      hasSummary: true,
      messages: [`event.${event}`],
      replies: [],
    });
  });

  test('[contract] there are no other operations except the handshake', () => {
    const count = Object.keys(commands).length + Object.keys(events).length;
    const own = document
      ?.operations()
      .all()
      .filter((each) => each.id()?.startsWith(`${name}.`));
    expect(own).toHaveLength(count + 1);
    expect(operation('connect').replies).toEqual(['event.session:snapshot', 'connect_error']);
  });

  test.each(Object.entries(examples[name]))(
    '[contract] the examples of %s are valid',
    (key, payloads) => {
      const schema = messagesOf(name).get(key);
      for (const payload of payloads) expect(schema?.parse(payload)).toEqual(payload);
    },
  );
});

describe('the worked encryption example', () => {
  const { secret, confirmations } = example;
  const conversationId = ConversationId.parse(example.conversationId);
  const held = { conversationId, secret };

  test('[E1] has the secret that the client derives', async () => {
    expect(await decapsulate(example, example.encapsulation, conversationId)).toBe(secret);
  });

  test.each(['seeker', 'volunteer'] as const)(
    '[E3] has the confirmation tag of the %s',
    async (seat) => {
      const epoch = firstEpoch(conversationId, secret);
      expect(await confirm(epoch, seat)).toBe(confirmations[seat]);
      expect(await confirms(epoch, seat, confirmations[seat])).toBe(true);
    },
  );

  test.each(['seeker', 'volunteer'] as const)(
    '[E2] has a message from the %s that the client can open',
    async (seat) => {
      const { counter, ciphertext, id, text } = example.messages[seat];
      const channel = openChannel(held);
      expect(await channel.open(seat, FIRST_EPOCH, counter, ciphertext)).toEqual({
        isHistory: false,
        id,
        text,
      });
    },
  );

  test('[E5] has a leader’s visit that each client can join', async () => {
    const { leader, sealedSecret, confirmations: tags, message } = example.visit;
    const epoch = KeyEpoch.parse(example.visit.keyEpoch);
    const sealed = {
      ...{ encapsulation: leader.encapsulation, sealedSecret },
      confirmation: tags.volunteer,
    };
    const joined = await joinVisit(leader, conversationId, epoch, sealed);
    expect(joined).toEqual({ conversationId, secret: example.visit.secret, visit: epoch });
    const { counter, ciphertext, id, text } = message;
    for (const own of [held, joined ?? held]) {
      expect(await openChannel(own).open('leader', epoch, counter, ciphertext)).toEqual({
        isHistory: false,
        id,
        text,
      });
      const shared = await secretOf(own, epoch);
      if (shared === null) throw new Error('no keys');
      expect(await confirm(shared, 'volunteer')).toBe(tags.volunteer);
      expect(await confirm(shared, 'leader')).toBe(tags.leader);
    }
  });
});

test('[contract] the documented HTTP routes are those of the server', () => {
  expect(http.map(({ route }) => route).toSorted()).toEqual(serverRoutes().toSorted());
});

describe('descriptions', () => {
  test('[contract] come from the comment before a declaration, a message, a property or a union arm', () => {
    const source = [
      '/** A model. */',
      'export const Model = z.discriminatedUnion([',
      '  /** An arm. */',
      "  z.strictObject({ state: z.literal('off') }),",
      ']);',
      'export const commands = {',
      '  /**',
      '   * On two',
      '   * lines.',
      '   */',
      "  'message:send': command({",
      '    /** A property. */',
      '    seq: Seq,',
      '  }),',
      "  'typing:set': command({}),",
      '};',
    ].join('\n');
    expect([...docsIn(source)]).toEqual([
      ['Model', 'A model.'],
      ['Model/state=off', 'An arm.'],
      ['commands/message:send', 'On two lines.'],
      ['commands/message:send/seq', 'A property.'],
    ]);
  });

  test('[contract] that are missing, or belong to nothing, cause an error', () => {
    expect(() => documented('seekerCommands/ticket:none')).toThrow(
      'ticket:none has no doc comment',
    );
    expect(() => described({}, 'seekerCommands/ticket:open')).toThrow(
      'seekerCommands/ticket:open/urgent',
    );
  });
});
