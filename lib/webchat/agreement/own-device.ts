import { createDevice, renewStatement } from '../../channel/device';
import { isStatementDue, ownStatement } from '../../channel/own-statement';
import { renewPrekeys } from '../../channel/renew-prekeys';
import { type DeviceId, toHex, type UserId } from '../../core/wire/ids';
import { writePayload } from '../../core/wire/webchat-payload';
import { AGREEMENT_LIMITS } from './limits';
import type { Agreement } from './state';
import { type AgreementPorts, channelPorts, say, type Work, withState } from './work';

/**
 * My device for this talk and no other: what a site is shown of it tells nothing of other talks. User and device are
 * random; who I am is the certificate. Throws `chat/no-key`, `vault/locked`.
 */
export async function ownDevice(state: Agreement, ports: AgreementPorts): Promise<Uint8Array> {
  const { fingerprint } = await ports.certificates.ownForChat();
  const { device } = state;
  const known = ownStatement(device);
  const now = ports.now();
  const validUntil = now + AGREEMENT_LIMITS.statementMs;
  if (device === undefined || known?.certificate !== fingerprint) {
    const user = toHex(ports.random(16)) as string as UserId;
    const id = toHex(ports.random(16)) as DeviceId;
    return createDevice({ user, device: id, certificate: fingerprint, validUntil }, channelPorts(ports));
  }
  return isStatementDue(known, now) ? renewStatement(device, validUntil, channelPorts(ports)) : device;
}

/** A greeting of mine waits to go out. Throws `chat/no-key`, `vault/locked`. */
export async function greet(work: Work, ports: AgreementPorts): Promise<Work> {
  const { octets: certificate } = await ports.certificates.ownForChat();
  const { device, publication } = renewPrekeys(await ownDevice(work.state, ports), 1, channelPorts(ports));
  const [oneTime] = publication.oneTime;
  const payload = writePayload({ kind: 'greeting', certificate, bundle: publication.bundle, oneTime });
  const greeted = withState(work, { device, greetedAt: ports.now() });
  return say(greeted, 'greeting', payload);
}
