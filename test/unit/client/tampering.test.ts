/** A dishonest service: the reader's page reports it (rule E2). */
import { openChannel } from '@terskel/client/e2ee/channel';
import { FIRST_EPOCH } from '@terskel/shared/key-epochs';
import type { Message } from '@terskel/shared/models';
import { expect, test } from 'vitest';
import { PaperTalk } from './paper-talk.ts';

/**
 * The seeker writes three messages, and `tamper` changes what the service forwards. Returns what the volunteer sees.
 */
async function afterTampering(tamper: (message: Message, all: Message[]) => Message | null) {
  const paper = await PaperTalk.begin();
  paper.tamper = (message) => tamper(message, paper.log);
  for (const text of ['1', '2', '3']) {
    paper.seeker.talk.send(text);
    await paper.rest();
    await paper.seeker.deliverAll();
    await paper.volunteer.deliverAll();
  }
  paper.clock.move(1_000);
  await paper.rest();
  await paper.volunteer.deliverAll();
  const { texts, talk } = paper.volunteer;
  return { texts, tampered: talk.state.tampered };
}

test('[E2] an honest service raises no warning', async () => {
  expect(await afterTampering((message) => message)).toEqual({
    texts: ['1', '2', '3'],
    tampered: false,
  });
});

test('[E2] a withheld message is detected', async () => {
  const seen = await afterTampering((message) => (message.seq === 2 ? null : message));
  expect(seen).toEqual({ texts: ['1', '3'], tampered: true });
});

test('[E2] a withheld message is detected even if later messages are renumbered to close the gap', async () => {
  const seen = await afterTampering((message) => {
    if (message.seq === 2) return null;
    return message.seq === 3 ? { ...message, seq: 2 } : message;
  });
  expect(seen).toEqual({ texts: ['1', '3'], tampered: true });
});

test('[E2] a repeated message is detected, and shown once', async () => {
  const seen = await afterTampering((message, [first]) =>
    message.seq === 3 && first !== undefined ? { ...first, seq: 3 } : message,
  );
  expect(seen).toEqual({ texts: ['1', '2'], tampered: true });
});

test('[E2] a message under the counter of a withheld one is detected', async () => {
  const seen = await afterTampering((message) => {
    if (message.seq === 2) return null;
    return message.seq === 3 ? { ...message, seq: 2, counter: 2 } : message;
  });
  expect(seen).toEqual({ texts: ['1'], tampered: true });
});

test('[E2] swapped messages are detected', async () => {
  const seen = await afterTampering((message) => {
    if (message.seq === 1) return null;
    return message.seq === 2 ? { ...message, seq: 1 } : { ...message, seq: 2 };
  });
  expect(seen.tampered).toBe(true);
});

test('[E2] a reflected message is detected', async () => {
  const seen = await afterTampering((message) =>
    message.seq === 2 ? { ...message, from: 'volunteer' } : message,
  );
  expect(seen).toEqual({ texts: ['1', '3'], tampered: true });
});

test('[E2] an altered message is detected', async () => {
  const seen = await afterTampering((message) => {
    if (message.seq !== 2) return message;
    const { ciphertext } = message;
    const swapped = ciphertext[50] === 'A' ? 'B' : 'A';
    return { ...message, ciphertext: ciphertext.slice(0, 50) + swapped + ciphertext.slice(51) };
  });
  expect(seen).toEqual({ texts: ['1', '3'], tampered: true });
});

test('[E2, C14] another message under a known counter is detected', async () => {
  const seen = await afterTampering((message, [first]) =>
    message.seq === 2 && first !== undefined
      ? { ...message, ciphertext: first.ciphertext }
      : message,
  );
  expect(seen).toEqual({ texts: ['1', '3'], tampered: true });
});

test('[E2, C14] a text that the service refused falsely, and then delivers under two counters, is shown once and reported', async () => {
  const paper = await PaperTalk.begin();
  const { seeker, volunteer } = paper;
  // The service conceals the first one, so that it is sealed again.
  paper.shownSeq = 0;
  paper.lies.push({ ok: false, code: 'wrong_counter', expected: 2 });
  seeker.talk.send('Hei');
  await paper.rest();
  paper.lost.seeker = 1;
  for (const tab of [seeker, seeker, volunteer]) {
    await paper.rest();
    await tab.deliverAll();
  }
  expect(paper.log).toMatchObject([{ counter: 1 }, { counter: 2 }]);
  paper.shownSeq = Number.POSITIVE_INFINITY;
  await seeker.reload();
  await paper.rest();
  await seeker.deliverAll();
  for (const { texts, talk } of [seeker, volunteer]) {
    expect(texts).toEqual(['Hei']);
    expect(talk.state.tampered).toBe(true);
  }
  // Later messages are read as usual.
  await paper.heal();
  seeker.talk.send('Er du der?');
  await paper.heal();
  for (const { texts } of [seeker, volunteer]) expect(texts).toEqual(['Hei', 'Er du der?']);
});

test('[E2, C14] a message of the other seat with the id of an own text replaces no line', async () => {
  const paper = await PaperTalk.begin();
  const { seeker, volunteer } = paper;
  seeker.talk.send('Hei');
  await paper.heal();
  const [line] = seeker.talk.state.placed;
  const channel = openChannel({
    conversationId: paper.id,
    secret: volunteer.stored.secret,
  });
  const sealed = await channel.seal('volunteer', FIRST_EPOCH, 1, line?.key ?? '', 'Hallo');
  const message = {
    ...({ seq: 2, from: 'volunteer', counter: 1 } as const),
    ...{ keyEpoch: FIRST_EPOCH, acceptedAt: 0 },
  };
  const payload = { conversationId: paper.id, message: { ...message, ciphertext: sealed } };
  seeker.talk.heard({ name: 'message:posted', payload });
  await paper.rest();
  expect(seeker.texts).toEqual(['Hei', 'Hallo']);
  expect(new Set(seeker.talk.state.placed.map(({ key }) => key)).size).toBe(2);
  expect(seeker.talk.state.tampered).toBe(false);
});

/** Both sides have written three messages; then the service withholds the newest ones, and both pages reload. */
async function afterForgetting(shownSeq: number) {
  const paper = await PaperTalk.begin();
  for (const text of ['1', '2', '3']) {
    for (const seat of ['seeker', 'volunteer'] as const) {
      paper[seat].talk.send(`${text} by ${seat}`);
      await paper.rest();
      await paper.seeker.deliverAll();
      await paper.volunteer.deliverAll();
    }
  }
  paper.shownSeq = shownSeq;
  await paper.seeker.reload();
  await paper.volunteer.reload();
  for (let round = 0; round < 3; round += 1) {
    await paper.rest();
    await paper.seeker.deliverAll();
    await paper.volunteer.deliverAll();
  }
  return paper;
}

test.each([
  ['honest', 6, false],
  // The last message is the volunteer's: its tab knows it was accepted, the seeker's tab that it was received.
  ['one short', 5, true],
  ['two short', 4, true],
  ['empty', 0, true],
])(
  '[E2] messages withheld from the end of the log are detected after a reload: %s',
  async (_how, shown, noticed) => {
    const { seeker, volunteer } = await afterForgetting(shown);
    for (const { texts, talk } of [seeker, volunteer]) {
      expect(texts).toHaveLength(shown);
      expect(talk.state.tampered).toBe(noticed);
    }
  },
);

test('[E2] received and accepted counts survive a reload, and counters are not reused', async () => {
  const paper = await afterForgetting(4);
  expect(paper.seeker.stored).toMatchObject({ heard: { volunteer: 3 }, accepted: 3 });
  expect(paper.volunteer.stored).toMatchObject({ heard: { seeker: 3 }, accepted: 3 });
  paper.volunteer.talk.send('after');
  await paper.rest();
  await paper.volunteer.deliverAll();
  expect(paper.volunteer.stored).toMatchObject({ accepted: 4 });
  // Still so after another reload with a new snapshot.
  await paper.seeker.reload();
  await paper.rest();
  await paper.seeker.deliverAll();
  expect(paper.seeker.stored.heard).toEqual({ volunteer: 3 });
  expect(paper.seeker.talk.state.tampered).toBe(true);
});
