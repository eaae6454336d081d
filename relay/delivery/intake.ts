import type { DeviceId } from '../../lib/core/wire/ids';
import { refusalOf } from '../../lib/core/wire/sealed';
import type { Limits } from '../config/config';
import type { Metrics } from '../observe/ports';
import type { Envelope } from '../stores/ports';
import type { Router } from './route';
import type { Teller } from './tell';
import type { Turns } from './turns';

export type IntakePorts = {
  readonly limits: Pick<Limits, 'payloadOctets' | 'recipients'>;
  readonly metrics: Metrics;
  readonly turns: Turns;
  readonly teller: Teller;
  readonly router: Router;
};

/** Too much waits already: when the sender may try again. */
const BUSY_WAIT_MS = 5_000;

/** Looks at a message before anything is done with it; what is refused goes nowhere. */
export function createIntake({ limits, metrics, turns, teller, router }: IntakePorts) {
  function go(envelope: Envelope, devices: readonly DeviceId[], isKnown: (device: DeviceId) => boolean): void {
    const strangers = devices.filter((device) => !isKnown(device));
    if (strangers.length === 0) {
      router.route(envelope, devices);
      return;
    }
    metrics.count('refused_total', strangers.length);
    teller.refused(envelope.sender, envelope.id, 'relay/unknown-device', 0, strangers);
    router.route(
      envelope,
      devices.filter((device) => !strangers.includes(device)),
    );
  }

  return (envelope: Envelope, to: readonly DeviceId[]): void => {
    const { id, sender, payload } = envelope;
    const isTooLarge = payload.length > limits.payloadOctets || to.length > limits.recipients;
    const code = isTooLarge ? 'relay/too-large' : refusalOf(payload);
    if (code !== undefined) {
      metrics.count('refused_total');
      teller.refused(sender, id, code, 0, []);
      return;
    }
    metrics.count('messages_total');
    const devices = to.length === 1 ? to : [...new Set(to)];
    const isTaken = turns.take(envelope, devices, (own, isKnown) => go(own, devices, isKnown));
    if (!isTaken) teller.refused(sender, id, 'relay/waiting', BUSY_WAIT_MS, []);
  };
}
