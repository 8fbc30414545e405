/** The audit log of what staff change through the routes. */
import { AUDIT_PAGE } from '@terskel/shared/limits';
import { expect, test } from 'vitest';
import { startService } from '../helpers/service.ts';
import { joined } from '../helpers/staff-browser.ts';

test('[S5] changes made through the routes are in the audit log, with who made them and about whom', async () => {
  await using service = await startService({ nodes: 2 });
  const admin = await joined(service, ['admin'], { alias: 'Ada' });
  const kari = await joined(service);
  const { id } = kari.staff;
  const ada = { id: admin.staff.id, alias: 'Ada' };
  await kari.call('POST /api/staff/profile', { alias: 'Karianne' });
  await admin.call('POST /api/admin/staff/change', { id, changes: { capacity: 2 } });
  await admin.call('POST /api/admin/staff/revoke', { id });
  const { entries } = await admin.call('GET /api/admin/audit', { staff: id });
  expect(entries.map(({ what, by, before, after }) => [what, by?.alias, before, after])).toEqual([
    ['staff.revoked', 'Ada', expect.anything(), null],
    ['staff.changed', 'Ada', { capacity: 1 }, { capacity: 2 }],
    ['staff.changed', 'Kari', { alias: 'Kari' }, { alias: 'Karianne' }],
    ['staff.joined', expect.anything(), null, expect.anything()],
  ]);
  const own = await admin.call('GET /api/admin/audit', { what: 'staff.revoked' });
  expect(own.entries).toMatchObject([{ by: ada, about: { id } }]);
});

test('[S5] the CSV file has the complete audit log, and is sent as an attachment', async () => {
  await using service = await startService({ nodes: 2 });
  const admin = await joined(service, ['admin'], { alias: '=1+1' });
  const count = AUDIT_PAGE * 2 + 5;
  for (let number = 0; number < count; number += 1)
    await service.book.changeStaff(admin.staff.id, admin.staff.id, { alias: `=Ada ${number}` });
  const { headers, status, text } = await admin.ask('GET /api/admin/audit.csv', {
    what: 'staff.changed',
  });
  expect(status).toBe(200);
  expect(headers.get('content-type')).toBe('text/csv; charset=utf-8; header=present');
  expect(headers.get('content-disposition')).toBe('attachment; filename="terskel-audit.csv"');
  expect(headers.get('cache-control')).toBe('no-store');
  const lines = text.trim().split('\r\n');
  expect(lines).toHaveLength(count + 1);
  expect(lines[1]).toContain(`,"'=Ada ${count - 2}",`);
});
