import { AppError } from '../../lib/core/errors';
import type { DeviceId, MessageId } from '../../lib/core/wire/ids';
import { refusalOf } from '../../lib/core/wire/sealed';
import type { Envelope, Left } from '../stores/ports';
import { createAcknowledgements } from './acknowledgements';
import { createAppends } from './appends';
import { createBacklog, pingBehindReceipts } from './backlog';
import { createFlights } from './flights';
import { createKnownDevices } from './known-devices';
import { countRead, hasRoom, type Lane, openLane } from './lane';
import type { DeliveryPorts, DeliveryService } from './ports';
import { type CloseCode, createPosts } from './posts';
import { createRecent } from './recent';
import { createRouter } from './route';
import { createSettle } from './settle';
import { createTeller } from './tell';
import { createTurns } from './turns';

/** A device has this long to acknowledge before its message is stored and the sender told so. */
export const UNACKNOWLEDGED_MS = 200;
/** Messages that were never stored and are recognised when they come again. */
const RECENT = 50_000;
/** Octets that may wait for a store that is away. */
const WAITING_OCTETS = 64 * 1024 * 1024;
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
  const turns = createTurns(known, (device) => lanes.has(device));
  const posts = createPosts({ lanes, directory, onMail, onClose, onFailure });
  const teller = createTeller({
    lanes,
    directory,
    clock,
    keep: (receipt, to) => router.store({ envelope: receipt, devices: [to], handed: [] }),
  });
  const acknowledgements = createAcknowledgements({ mailboxes, onLeft, onFailure });
  const backlog = createBacklog({ mailboxes, flights, onFailure });
  const settle = createSettle({ lanes, metrics, teller, acknowledgements, pump: backlog.pump, wake: posts.wake });
  const appends = createAppends({
    mailboxes,
    limits: { messages: limits.mailboxMessages, octets: limits.mailboxOctets },
    waitingOctets: WAITING_OCTETS,
    onOutcome: settle,
    onFailure(append, error) {
      onFailure(error);
      settle(append, [], 'relay/internal');
    },
  });
  const router = createRouter({ lanes, flights, recent, appends, teller, isGrounded: () => isGrounded });

  function onMail(lane: Lane): void {
    lane.news++;
    if (lane.state === 'live') lane.state = 'catching';
    backlog.pump(lane);
  }

  function onClose(lane: Lane, code: CloseCode): void {
    if (code === 'relay/revoked') known.forget(lane.device);
    lane.line.close(code);
  }

  /** The store forgot them: the only word that a stored message was delivered. */
  function onLeft(device: DeviceId, ids: readonly MessageId[], left: readonly Left[]): void {
    const lane = lanes.get(device);
    for (const { id, sender, kind } of left) {
      if (kind !== 'message' || lane?.flights.get(id)?.isTold) continue;
      metrics.count('delivered_total');
      teller.delivered(sender, id, device);
    }
    for (const id of ids) lane?.flights.delete(id);
  }

  function acknowledgeOne(lane: Lane, id: MessageId): void {
    const flight = lane.flights.get(id);
    // Of an earlier socket of this device, or never there: the store knows.
    if (flight === undefined) {
      acknowledgements.add(lane.device, id);
      return;
    }
    const { where } = flight;
    if (where === 'stored') {
      flight.where = 'leaving';
      acknowledgements.add(lane.device, id);
    } else if (where === 'memory' || where === 'storing') {
      if (where === 'memory') {
        lane.flights.delete(id);
        lane.inMemory--;
      } else flight.where = 'acknowledged';
      flight.isTold = true;
      recent.add(lane.device, id);
      metrics.count('delivered_total');
      metrics.observe('delivery_seconds', (clock() - flight.since) / 1_000);
      teller.delivered(flight.sender, id, lane.device);
    } else return;
    countRead(lane, flight);
  }

  function groundLanes(before: number, of: Iterable<Lane> = flights.airborne): void {
    for (const append of flights.ground(of, before)) router.store(append);
  }

  function send(envelope: Envelope, to: readonly DeviceId[]): void {
    const { id, sender, payload } = envelope;
    const code =
      payload.length > limits.payloadOctets || to.length > limits.recipients ? 'relay/too-large' : refusalOf(payload);
    if (code !== undefined) {
      metrics.count('refused_total');
      teller.refused(sender, id, code, 0, []);
      return;
    }
    metrics.count('messages_total');
    const devices = to.length === 1 ? to : [...new Set(to)];
    const isTaken = turns.take(envelope, devices, (own, isKnown) => {
      const strangers = devices.filter((device) => !isKnown(device));
      if (strangers.length === 0) return router.route(own, devices);
      metrics.count('refused_total', strangers.length);
      teller.refused(sender, id, 'relay/unknown-device', 0, strangers);
      router.route(own, devices.filter(isKnown));
    });
    if (!isTaken) teller.refused(sender, id, 'relay/waiting', 5_000, []);
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
      for (const id of ids) acknowledgeOne(lane, id);
      if (lane.state !== 'live' && hasRoom(lane)) backlog.pump(lane);
    },
    ponged(device) {
      const lane = lanes.get(device);
      if (lane === undefined || lane.pinged.length === 0) return;
      const told = lane.pinged;
      lane.pinged = [];
      for (const id of told) acknowledgeOne(lane, id);
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
