/** State of the admin page that does not need the service. */
import {
  changesOf,
  found,
  homeOf,
  isLastAdmin,
  placeOf,
  signsOut,
  withChanges,
  withRole,
} from '@terskel/client/state/admin';
import type { StaffId } from '@terskel/shared/ids';
import { Language, Role, Topic } from '@terskel/shared/models';
import { StaffChanges, type Person } from '@terskel/shared/staff';
import fc from 'fast-check';
import { expect, test } from 'vitest';

const roles = fc.subarray(Role.options, { minLength: 1 });
const profile = {
  alias: fc.constantFrom('Kari', 'Ola', 'Áile'),
  roles,
  trained: fc.boolean(),
  capacity: fc.integer({ min: 1, max: 3 }),
  languages: fc.subarray(Language.options, { minLength: 1 }),
  topics: fc.subarray(Topic.options),
};
const person: fc.Arbitrary<Person> = fc.record({
  ...profile,
  id: fc.constantFrom(...['a', 'b', 'c'].map((one) => one.repeat(22) as StaffId)),
  joinedAt: fc.nat(),
  signedInAt: fc.option(fc.nat()),
  passkeys: fc.nat(10),
});
const draft: fc.Arbitrary<StaffChanges> = fc.record(profile, { requiredKeys: [] });

test('[S1] a form sends the fields that differ, and they make the person what was shown', () => {
  fc.assert(
    fc.property(person, draft, (who, changes) => {
      const sent = changesOf(who, changes);
      const set = (one: Person) => ({
        ...one,
        ...{ roles: new Set(one.roles), languages: new Set(one.languages) },
        topics: new Set(one.topics),
      });
      expect(set(withChanges(who, sent))).toEqual(set(withChanges(who, changes)));
      expect(changesOf(withChanges(who, sent), sent)).toEqual({});
      for (const field of Object.keys(sent)) expect(changes).toHaveProperty(field);
      expect(StaffChanges.safeParse(sent).success).toBe(true);
    }),
  );
});

test('[S2] a form warns of a sign-out when roles or training differ, and only then', () => {
  expect(signsOut({ roles: ['volunteer'] })).toBe(true);
  expect(signsOut({ trained: true })).toBe(true);
  expect(signsOut({ alias: 'Ola', capacity: 2, languages: ['no'], topics: [] })).toBe(false);
});

test('[S3] whichever boxes are ticked, a leader is also a volunteer, and each role occurs once', () => {
  const ticks = fc.array(fc.tuple(fc.constantFrom(...Role.options), fc.boolean()));
  fc.assert(
    fc.property(ticks, (all) => {
      let now: readonly Role[] = ['volunteer'];
      for (const [role, wanted] of all) {
        now = withRole(now, role, wanted);
        expect(now.includes(role)).toBe(wanted);
        expect(new Set(now).size).toBe(now.length);
        expect(now.includes('leader') && !now.includes('volunteer')).toBe(false);
      }
    }),
  );
});

test('[S1] the last admin is recognised in any list of people', () => {
  fc.assert(
    fc.property(fc.uniqueArray(person, { selector: ({ id }) => id }), (people) => {
      const admins = people.filter((one) => one.roles.includes('admin'));
      const last = people.filter(({ id }) => isLastAdmin(people, id));
      expect(last).toEqual(admins.length === 1 ? admins : []);
    }),
  );
});

test('people are found by part of their name, and by role', () => {
  const of = (alias: string, over: Partial<Person>): Person => ({
    ...{ id: alias as StaffId, alias, roles: ['volunteer'], trained: true, capacity: 1 },
    ...{ languages: ['no'], topics: [], joinedAt: 0, signedInAt: null, passkeys: 1, ...over },
  });
  const people = [
    of('Kari', { roles: ['volunteer', 'leader'] }),
    of('Karin', { trained: false }),
    of('Gro', { roles: ['admin'], trained: false }),
  ];
  const names = (text: string, show: Parameters<typeof found>[1]['show']) =>
    found(people, { text, show }).map(({ alias }) => alias);
  expect(names(' kAR ', 'all')).toEqual(['Kari', 'Karin']);
  expect(names('', 'leader')).toEqual(['Kari']);
  // A person who is only an admin takes no seekers and is in no training.
  expect(names('', 'training')).toEqual(['Karin']);
  expect(names('x', 'all')).toEqual([]);
});

test('[S1] an invited person starts on the page for their roles; an address names a section only', () => {
  expect(homeOf(['admin'])).toBe('/admin');
  expect(homeOf(['volunteer', 'admin'])).toBe('/volunteer');
  expect(placeOf('#audit')).toBe('audit');
  expect(placeOf('#person')).toBe('person');
  for (const hash of ['', '#main', '#constructor', '#invite=x']) expect(placeOf(hash)).toBe(null);
});
