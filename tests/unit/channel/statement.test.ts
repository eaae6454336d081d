import { describe, expect, it } from 'vitest';
import { checkStatement, isSameDevice, type Statement, signStatement } from '../../../lib/channel/statement';
import { AppError } from '../../../lib/core/errors';
import type { UserId } from '../../../lib/core/wire/ids';
import { createWorld, DAY, START } from '../../support/channel/world';

async function createSigned(change: Partial<Statement> = {}) {
  const { anna, bert, certificates } = await createWorld();
  const content = { ...anna.statement(), ...change };
  const signed = await signStatement(content, certificates.portOf('anna'));
  const accepted = { user: anna.statement().user, certificate: anna.statement().certificate };
  const check = (now = START) => checkStatement(signed, accepted, now, bert.ports.certificate);
  return { anna, bert, certificates, content, signed, accepted, check };
}

describe('a device statement', () => {
  it('is valid where the accepted certificate signed it', async () => {
    const { check, content } = await createSigned();
    expect(await check()).toEqual({ kind: 'valid', statement: content });
  });

  it.each<[string, Partial<Statement>, string]>([
    ['of another user', { user: 'mallory.k7m2q' as UserId }, 'foreign'],
    ['of another certificate', { certificate: 'ab'.repeat(20) as never }, 'foreign'],
    ['that is over', { validUntil: START - 1 }, 'expired'],
    ['from more than a week ahead', { issued: START + 7 * DAY + 1 }, 'not-yet'],
  ])('is refused %s', async (_name, change, reason) => {
    const { check } = await createSigned(change);
    expect(await check()).toEqual({ kind: 'refused', reason });
  });

  it('is valid to the last moment, and from a clock that is a week ahead', async () => {
    const { check } = await createSigned({ validUntil: START, issued: START + 7 * DAY });
    expect((await check()).kind).toBe('valid');
    expect((await check(START + 1)).kind).toBe('refused');
  });

  it('is refused where somebody else signed it, or it was signed for something else', async () => {
    const { anna, bert, certificates, accepted, signed } = await createSigned();
    const check = (signature: Uint8Array) =>
      checkStatement({ ...signed, signature }, accepted, START, bert.ports.certificate);
    const other = await signStatement(anna.statement(), certificates.portOf('bert'));
    expect(await check(other.signature)).toEqual({ kind: 'refused', reason: 'signature' });
    const bare = await certificates.portOf('anna').sign(signed.statement);
    expect(await check(bare)).toEqual({ kind: 'refused', reason: 'signature' });
  });

  it('holds a user id of 1 to 64 octets', async () => {
    for (const user of ['', 'x'.repeat(65), 'ä'.repeat(33)]) {
      await expect(createSigned({ user: user as UserId })).rejects.toThrow(new AppError('wire/malformed'));
    }
    const { signed } = await createSigned({ user: 'x'.repeat(64) as UserId });
    expect(signed.statement.length).toBeGreaterThan(64);
  });

  it('is of the same device only with the same keys', async () => {
    const { content } = await createSigned();
    expect(isSameDevice(content, { ...content, issued: 1, validUntil: 2 })).toBe(true);
    expect(isSameDevice(content, { ...content, identity: content.agreement })).toBe(false);
    expect(isSameDevice(content, { ...content, agreement: content.identity })).toBe(false);
    expect(isSameDevice(content, { ...content, device: '00'.repeat(16) as never })).toBe(false);
  });
});
