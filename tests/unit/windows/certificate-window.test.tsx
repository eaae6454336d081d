// @vitest-environment jsdom
import { afterEach, describe, expect, it } from 'vitest';
import type { CertificateReport } from '../../../lib/bus/views';
import { AppError } from '../../../lib/core/errors';
import { CertificateWindow } from '../../../lib/windows/certificate/certificate-window';
import { draw, erase, find, press, pressKey } from '../../support/windows/draw';
import { createFakePorts } from '../../support/windows/fake-ports';
import { ANNA, ANNA_BEFORE, changedReport, contactOf, ME, reportOf } from '../../support/windows/people';

afterEach(erase);

const open = async (report: CertificateReport = reportOf(contactOf(ANNA))) => {
  const ports = createFakePorts({
    'contacts.report': () => report,
    'contacts.decide': ({ decision }) => ({ ...report.contact, decision }),
  });
  const root = await draw(<CertificateWindow hash={`#${ANNA.fingerprint}`} />, ports);
  return { root, ports };
};

const digits = (root: ParentNode): string[] =>
  [...root.querySelectorAll('.fingerprint')].map((one) => one.textContent.replaceAll(/\s/g, '').toLowerCase());

describe('the certificate window', () => {
  it('says who, where it came from and what the check found, in words', async () => {
    const { root } = await open();
    expect(root.textContent).toContain('Anna Berg');
    expect(root.textContent).toContain('anna@example.org');
    expect(root.textContent).toContain('It was attached to a mail from anna@example.org.');
    expect(root.textContent).toContain('Nothing is wrong with it.');
  });

  it('shows the whole fingerprint and decides about exactly that one [req 33]', async () => {
    const { root, ports } = await open();
    expect(digits(root)).toEqual([ANNA.fingerprint]);
    await press(root, 'Use for now');
    expect(ports.inputsOf('contacts.decide')).toEqual([{ fingerprint: ANNA.fingerprint, decision: 'in-use' }]);
  });

  it('cannot be verified without the step that compares [req 33]', async () => {
    const { root, ports } = await open();
    await press(root, 'Verified: I compared it');
    expect(ports.inputsOf('contacts.decide')).toEqual([]);
    expect(digits(root)[0]).toBe(ANNA.fingerprint);
    await press(root, 'Every group is the same');
    expect(ports.inputsOf('contacts.decide')).toEqual([{ fingerprint: ANNA.fingerprint, decision: 'verified' }]);
    expect(ports.closed()).toBe(1);
  });

  it('refuses a certificate whose groups differ', async () => {
    const { root, ports } = await open();
    await press(root, 'Verified: I compared it');
    await press(root, 'A group differs');
    expect(ports.inputsOf('contacts.decide')).toEqual([{ fingerprint: ANNA.fingerprint, decision: 'refused' }]);
  });

  it('begins on the decision that changes nothing, so that Enter is safe', async () => {
    const { root } = await open();
    expect(document.activeElement).toBe(find(root, 'Ask me later'));
  });

  it('moves between the decisions with the arrows, as one tab stop', async () => {
    const { root } = await open();
    const buttons = [...root.querySelectorAll<HTMLElement>('.decisions button')];
    expect(buttons.filter(({ tabIndex }) => tabIndex === 0)).toHaveLength(1);
    await pressKey(find(root, 'Ask me later'), 'ArrowLeft');
    expect(document.activeElement).toBe(find(root, 'Not this certificate'));
  });

  it('closes on Escape and decides nothing', async () => {
    const { ports } = await open();
    await pressKey(document.body, 'Escape');
    expect(ports.closed()).toBe(1);
    expect(ports.inputsOf('contacts.decide')).toEqual([]);
  });

  it('puts a changed certificate beside the one before and says that sending has stopped [req 32]', async () => {
    const { root } = await open(changedReport());
    const change = root.querySelector('.notice-stop');
    expect(change?.textContent).toContain('Sending to anna@example.org has stopped');
    expect(digits(change ?? root)).toEqual([ANNA_BEFORE.fingerprint, ANNA.fingerprint]);
    expect(change?.textContent).toContain('Verified');
    expect(change?.textContent).toContain('Not verified');
  });

  it('lets a certificate that cannot be used only be refused or left', async () => {
    const { root } = await open(
      reportOf(contactOf(ANNA), { check: { outcome: 'stop', findings: [{ level: 'stop', finding: 'revoked' }] } }),
    );
    expect(find(root, 'Verified: I compared it').hasAttribute('disabled')).toBe(true);
    expect(find(root, 'Use for now').hasAttribute('disabled')).toBe(true);
    expect(find(root, 'Not this certificate').hasAttribute('disabled')).toBe(false);
  });

  it('never shows green for what only the machine checked', async () => {
    const { root } = await open();
    expect(root.querySelectorAll('.status-verified, .notice-verified')).toHaveLength(0);
  });

  it('shows both sides with all five parts, one step away', async () => {
    const { root } = await open();
    await press(root, 'Show all details');
    for (const part of [
      'Name and Email',
      'Public key',
      'Signature list',
      'Certificate',
      'Carla Ruiz',
      'Not known to you',
    ]) {
      expect(root.textContent).toContain(part);
    }
    await press(root, 'Yours');
    expect(digits(root)[0]).toBe(ME.fingerprint);
  });

  it('keeps the window and says why when a decision cannot be stored', async () => {
    const ports = createFakePorts({
      'contacts.report': () => reportOf(contactOf(ANNA)),
      'contacts.decide': () => Promise.reject(new AppError('store/full')),
    });
    const root = await draw(<CertificateWindow hash={`#${ANNA.fingerprint}`} />, ports);
    await press(root, 'Use for now');
    expect(ports.closed()).toBe(0);
    expect(root.querySelector('[role=alert]')?.textContent).toContain('no room left');
  });

  it('says that it does not know a certificate that no fingerprint names', async () => {
    const ports = createFakePorts({});
    const root = await draw(<CertificateWindow hash="#<script>" />, ports);
    expect(root.textContent).toContain('Sotto does not know this certificate.');
    expect(ports.asked).toEqual([]);
  });
});
