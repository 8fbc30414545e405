/** `pnpm staff …`: invites, recoveries, revocations, and sessions for automated clients (rule S1). */
import { StaffId } from '@terskel/shared/ids';
import { Role } from '@terskel/shared/models';
import * as z from 'zod/mini';
import type { NewTerms } from '../domain/ledger.ts';
import { NEW_STAFF } from '../ledger/records.ts';
import {
  CommandError,
  mustBe,
  UsageError,
  type Command,
  type CommandOf,
  type Tools,
} from './command.ts';

export const STAFF_USAGE = `Usage:
  pnpm staff invite --role volunteer|leader|admin [--role …] [--trained]
      prints a link that lets one person join, once, within 72 hours; a leader is a volunteer too
  pnpm staff list [--json]
      prints all staff members with their ids
  pnpm staff recover ID
      prints a link that gives this person a new passkey in place of all others, once, within 72 hours
  pnpm staff revoke ID
      removes this person from the staff, with all sign-ins, passkeys and open invites, at once
  pnpm staff session --role volunteer|leader|admin [--role …] [--trained] [--count N] [--json]
      prints tokens of new sessions, for automated clients (handshake auth: { session })
`;

const COUNT_MAX = 10_000;

/** Parses role names. A leader also gets the role volunteer. Throws a `UsageError` for none or an unknown one. */
function rolesOf(names: readonly string[] = []): Role[] {
  const given = z.safeParse(z.array(Role).check(z.minLength(1)), names);
  if (!given.success) throw new UsageError();
  const has = new Set<Role>(given.data);
  if (has.has('leader')) has.add('volunteer');
  return Role.options.filter((role) => has.has(role));
}

/** Link to the page for these roles: people who are only admins do no shifts and use the admin page. */
function linkTo(roles: readonly Role[], token: string, { publicUrl }: Tools): string {
  const page = roles.every((role) => role === 'admin') ? 'admin' : 'volunteer';
  return `${publicUrl}/${page}#invite=${token}\n`;
}

const NOBODY = 'Nobody of the staff has this id; `pnpm staff list` prints them.';

async function invite(tools: Tools, terms: NewTerms, roles: readonly Role[]): Promise<void> {
  const made = await tools.book.addInvite('operator', terms);
  if (!made.ok) throw new CommandError(NOBODY);
  tools.say(linkTo(roles, made.token, tools));
}

async function list({ book, say }: Tools, json: boolean): Promise<void> {
  const people = await book.people();
  if (json) return say(`${JSON.stringify(people)}\n`);
  for (const { id, alias, roles, trained, passkeys } of people) {
    const words = [roles.join(', '), trained ? 'trained' : 'in training', `${passkeys} passkeys`];
    say(`${id}  ${alias}  (${words.join('; ')})\n`);
  }
}

async function sessions(
  { book, say }: Tools,
  roles: Role[],
  trained: boolean,
  count: number,
  json: boolean,
): Promise<void> {
  const made = [];
  for (let number = 1; number <= count; number += 1) {
    const alias = `Test ${number}`;
    const rest = { ...NEW_STAFF, languages: [...NEW_STAFF.languages], topics: [] };
    const staff = await book.addStaff('operator', { alias, roles, trained, ...rest });
    made.push({ staff, alias, session: await book.openSession(staff, null) });
  }
  const lines = made.map(({ session }) => session).join('\n');
  say(`${json ? JSON.stringify(made) : lines}\n`);
}

async function revoke({ book }: Tools, id: StaffId): Promise<void> {
  const done = await book.revoke('operator', id);
  if (done.ok) return;
  const last = 'This is the last admin: invite another one first.';
  throw new CommandError(done.code === 'wrong_state' ? last : NOBODY);
}

function idOf(words: readonly string[]): StaffId {
  const id = z.safeParse(StaffId, words[0]);
  if (!id.success) throw new CommandError(NOBODY);
  return id.data;
}

export const staffCommand: CommandOf = (verb, words, values): Command => {
  const { trained = false, json = false } = values;
  const typed = { words, values };
  switch (verb) {
    case 'invite': {
      if (values.first === true) {
        mustBe(typed, 0, ['first']);
        // `start` runs this at each start. Once there is staff, such an invite is useless and is not made.
        return async (tools) =>
          (await tools.book.hasStaff())
            ? undefined
            : invite(tools, { kind: 'first' }, [...Role.options]);
      }
      mustBe(typed, 0, ['role', 'trained']);
      const roles = rolesOf(values.role);
      return (tools) => invite(tools, { kind: 'join', roles, trained }, roles);
    }
    case 'list':
      mustBe(typed, 0, ['json']);
      return (tools) => list(tools, json);
    case 'recover':
      mustBe(typed, 1, []);
      return async (tools) => {
        const staff = idOf(words);
        const person = await tools.book.person(staff);
        await invite(tools, { kind: 'recovery', staff }, person?.roles ?? []);
      };
    case 'revoke':
      mustBe(typed, 1, []);
      return (tools) => revoke(tools, idOf(words));
    case 'session': {
      mustBe(typed, 0, ['role', 'trained', 'count', 'json']);
      const roles = rolesOf(values.role);
      const count = Number(values.count ?? 1);
      if (!Number.isInteger(count) || count < 1 || count > COUNT_MAX) throw new UsageError();
      return (tools) => sessions(tools, roles, trained, count, json);
    }
    default:
      throw new UsageError();
  }
};
