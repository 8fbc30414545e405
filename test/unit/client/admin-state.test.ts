/** What the admin's page can know by itself. */
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

test('[S1] what is sent of a form is what differs, and makes of the person what was shown', () => {
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

test('[S2] a form says that the person is signed out when roles or training differ, and only then', () => {
  expect(signsOut({ roles: ['volunteer'] })).toBe(true);
  expect(signsOut({ trained: true })).toBe(true);
  expect(signsOut({ alias: 'Ola', capacity: 2, languages: ['no'], topics: [] })).toBe(false);
});

test('[S3] whatever is ticked, a leader is a volunteer too, and each role stands there once', () => {
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

test('[S1] the last admin is known, whoever else there is', () => {
  fc.assert(
    fc.property(fc.uniqueArray(person, { selector: ({ id }) => id }), (people) => {
      const admins = people.filter((one) => one.roles.includes('admin'));
      const last = people.filter(({ id }) => isLastAdmin(people, id));
      expect(last).toEqual(admins.length === 1 ? admins : []);
    }),
  );
});

test('people are found by a part of their name, and by what they are', () => {
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
  // An admin alone answers nobody, and is in no training.
  expect(names('', 'training')).toEqual(['Karin']);
  expect(names('x', 'all')).toEqual([]);
});

test('[S1] whoever is invited begins at the page of their work; an address names a part of the page alone', () => {
  expect(homeOf(['admin'])).toBe('/admin');
  expect(homeOf(['volunteer', 'admin'])).toBe('/volunteer');
  expect(placeOf('#audit')).toBe('audit');
  expect(placeOf('#person')).toBe('person');
  for (const hash of ['', '#main', '#constructor', '#invite=x']) expect(placeOf(hash)).toBe(null);
});
