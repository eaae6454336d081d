import { AppError } from '../../lib/core/errors';
import type { DeviceId } from '../../lib/core/wire/ids';
import { refusalOf } from '../../lib/core/wire/sealed';
import { createAcknowledgements } from './acknowledgements';
import { createAppends } from './appends';
import { createBacklog, pingBehindReceipts } from './backlog';
import { createFlights } from './flights';
import { createIntake } from './intake';
import { createKnownDevices } from './known-devices';
import { hasRoom, type Lane, openLane } from './lane';
import type { DeliveryPorts, DeliveryService } from './ports';
import { type CloseCode, createPosts } from './posts';
import { createReading } from './reading';
import { createRecent } from './recent';
import { createRouter } from './route';
import { createSettle } from './settle';
import { createTeller } from './tell';
import { createTurns } from './turns';

/** A device has this long to acknowledge before its message is stored and the sender told so. */
export const UNACKNOWLEDGED_MS = 200;
/** Messages that were never stored and are recognised when they come again. */
const RECENT = 50_000;
/** Octets that may be on their way into the store, or wait for one that is away. */
const MOST_OCTETS = 64 * 1024 * 1024;
const EXPIRE_AT_ONCE = 500;
const DONE = Promise.resolve();

/** Takes every message from its sender to its devices; says nothing to the sender before it is true. */
export function createDelivery({ config, clock, log, metrics, stores }: DeliveryPorts): DeliveryService {
  const { limits } = config;
  const { mailboxes, directory } = stores;
  const lanes = new Map<DeviceId, Lane>();
  let isGrounded = false;

  const onFailure = (error: unknown): void => {
    if (!(error instanceof AppError && error.code === 'relay/waiting')) log('relay/internal');
  };
  const flights = createFlights();
  const recent = createRecent(RECENT);
  const known = createKnownDevices(stores.accounts, clock);
  const turns = createTurns(known, (device) => lanes.has(device), onFailure);
  const posts = createPosts({
    lanes,
    directory,
    onMail,
    onClose,
    onLate: (device, frame) => teller.late(device, frame),
    onFailure,
  });
  const teller = createTeller({
    lanes,
    directory,
    clock,
    keep: (receipt, to) => router.store({ envelope: receipt, devices: [to], handed: [] }),
  });
  const acknowledgements = createAcknowledgements({
    mailboxes,
    onLeft: (device, ids, left) => reading.onLeft(device, ids, left),
    onFailure,
  });
  const reading = createReading({ lanes, recent, acknowledgements, teller, metrics, clock });
  const backlog = createBacklog({ mailboxes, flights, onFailure });
  const settle = createSettle({ lanes, metrics, teller, acknowledgements, pump: backlog.pump, wake: posts.wake });
  const appends = createAppends({
    mailboxes,
    limits: { messages: limits.mailboxMessages, octets: limits.mailboxOctets },
    mostOctets: MOST_OCTETS,
    onOutcome: settle,
    onFailure(append, error) {
      onFailure(error);
      settle(append, [], 'relay/internal');
    },
  });
  const router = createRouter({ lanes, flights, recent, appends, teller, isGrounded: () => isGrounded });
  const send = createIntake({ limits, metrics, turns, teller, router });

  function onMail(lane: Lane): void {
    lane.news++;
    if (lane.state === 'live') lane.state = 'catching';
    backlog.pump(lane);
  }

  function onClose(lane: Lane, code: CloseCode): void {
    if (code === 'relay/revoked') {
      known.forget(lane.device);
      abandon(lane);
    }
    lane.line.close(code);
  }

  function groundLanes(before: number, of: Iterable<Lane> = flights.airborne): void {
    for (const append of flights.ground(of, before)) router.store(append);
  }

  /** The device is of no account any more: what it did not read is for nobody. */
  function abandon(lane: Lane): void {
    for (const { envelope, devices } of flights.ground([lane], Number.POSITIVE_INFINITY)) {
      if (envelope.kind === 'message') teller.refused(envelope.sender, envelope.id, 'relay/unknown-device', 0, devices);
    }
  }

  return {
    send(envelope, to) {
      send(envelope, to);
      return DONE;
    },
    push: posts.push,
    pushToUser: posts.pushToUser,
    disconnect(device, code) {
      if (code === 'relay/revoked') known.forget(device);
      return posts.disconnect(device, code);
    },
    signal(payload, to) {
      const isRefused = payload.length > limits.payloadOctets || refusalOf(payload) !== undefined;
      metrics.count(isRefused ? 'refused_total' : 'signals_total');
      if (!isRefused) void posts.push(to, { kind: 'signal', payload }).catch(onFailure);
    },
    enter(device, line) {
      const older = lanes.get(device);
      if (older !== undefined) {
        lanes.delete(device);
        older.open = false;
        groundLanes(Number.POSITIVE_INFINITY, [older]);
        older.line.close('relay/replaced');
      }
      lanes.set(device, openLane(device, line, appends.pendingOf(device)));
    },
    start(device) {
      const lane = lanes.get(device);
      if (lane !== undefined) backlog.pump(lane);
    },
    leave(device, line) {
      const lane = lanes.get(device);
      if (lane?.line !== line) return false;
      lanes.delete(device);
      lane.open = false;
      groundLanes(Number.POSITIVE_INFINITY, [lane]);
      return true;
    },
    acknowledge(device, ids) {
      const lane = lanes.get(device);
      if (lane === undefined) return;
      for (const id of ids) reading.acknowledge(lane, id);
      if (lane.state !== 'live' && hasRoom(lane)) backlog.pump(lane);
    },
    ponged(device) {
      const lane = lanes.get(device);
      if (lane === undefined || lane.pinged.length === 0) return;
      const told = lane.pinged;
      lane.pinged = [];
      for (const id of told) reading.acknowledge(lane, id);
      pingBehindReceipts(lane);
    },
    sweep: () => groundLanes(clock() - UNACKNOWLEDGED_MS),
    retry() {
      turns.retry();
      appends.retry();
      acknowledgements.retry();
      for (const lane of lanes.values()) backlog.pump(lane);
    },
    async expire() {
      for (;;) {
        const left = await mailboxes.expire(clock() - limits.keepMs, EXPIRE_AT_ONCE);
        for (const { id, sender, device, kind } of left) {
          if (kind !== 'message') continue;
          metrics.count('expired_total');
          teller.expired(sender, id, device);
        }
        if (left.length < EXPIRE_AT_ONCE) return;
      }
    },
    async ground() {
      isGrounded = true;
      groundLanes(Number.POSITIVE_INFINITY);
      await appends.idle();
      await acknowledgements.idle();
    },
  };
}
