/** A service that does what it should not; the reader's page says so (rule E2). */
import type { Message } from '@terskel/shared/models';
import { expect, test } from 'vitest';
import { PaperTalk } from './paper-talk.ts';

/** The seeker writes three messages, which the service hands on as it likes; what the volunteer sees of it. */
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

test('[E2] an honest service leaves no suspicion', async () => {
  expect(await afterTampering((message) => message)).toEqual({
    texts: ['1', '2', '3'],
    tampered: false,
  });
});

test('[E2] a withheld message is noticed', async () => {
  const seen = await afterTampering((message) => (message.seq === 2 ? null : message));
  expect(seen).toEqual({ texts: ['1', '3'], tampered: true });
});

test('[E2] a withheld message is noticed even if the numbers are closed up over it', async () => {
  const seen = await afterTampering((message) => {
    if (message.seq === 2) return null;
    return message.seq === 3 ? { ...message, seq: 2 } : message;
  });
  expect(seen).toEqual({ texts: ['1', '3'], tampered: true });
});

test('[E2] a repeated message is noticed, and shown once', async () => {
  const seen = await afterTampering((message, [first]) =>
    message.seq === 3 && first !== undefined ? { ...first, seq: 3 } : message,
  );
  expect(seen).toEqual({ texts: ['1', '2'], tampered: true });
});

test('[E2] swapped messages are noticed', async () => {
  const seen = await afterTampering((message) => {
    if (message.seq === 1) return null;
    return message.seq === 2 ? { ...message, seq: 1 } : { ...message, seq: 2 };
  });
  expect(seen.tampered).toBe(true);
});

test('[E2] a reflected message is noticed', async () => {
  const seen = await afterTampering((message) =>
    message.seq === 2 ? { ...message, from: 'volunteer' } : message,
  );
  expect(seen).toEqual({ texts: ['1', '3'], tampered: true });
});

test('[E2] an altered message is noticed', async () => {
  const seen = await afterTampering((message) => {
    if (message.seq !== 2) return message;
    const { ciphertext } = message;
    const swapped = ciphertext[50] === 'A' ? 'B' : 'A';
    return { ...message, ciphertext: ciphertext.slice(0, 50) + swapped + ciphertext.slice(51) };
  });
  expect(seen).toEqual({ texts: ['1', '3'], tampered: true });
});

test('[E2] a message from somewhere else under a known id is noticed', async () => {
  const seen = await afterTampering((message, [first]) =>
    message.seq === 2 && first !== undefined
      ? { ...message, ciphertext: first.ciphertext }
      : message,
  );
  expect(seen).toEqual({ texts: ['1', '3'], tampered: true });
});
