import type { Origin } from '../../../lib/core/brand';
import type {
  CallId,
  CallLine,
  CallPeer,
  CallView,
  CallWords,
  PageCallMember,
  PageCallView,
} from '../../../lib/core/calls';
import { conversationId, NOW } from './chat';
import { ANNA, print } from './people';

/** Calls, our own and those of pages, as the background tells them to windows. */
export const callId = (number: number): CallId => number.toString(16).padStart(32, 'c') as CallId;

export const peerOf = (name: string, change: Partial<CallPeer> = {}): CallPeer => ({
  name,
  fingerprint: ANNA.fingerprint,
  decision: 'in-use',
  ...change,
});
export const PEER_ANNA = peerOf('Anna Berg', { decision: 'verified' });
export const PEER_CARLA = peerOf('Carla Ruiz', { fingerprint: print('51d2a0c47e11f8b35566') });

export const lineOf = (number: number, change: Partial<CallLine> = {}): CallLine => ({
  id: callId(number),
  conversation: conversationId(1),
  name: 'Anna Berg',
  direction: 'in',
  video: false,
  at: NOW - number * 3_600_000,
  why: 'ended',
  seconds: 192,
  isNew: false,
  ...change,
});

export const LINES: readonly CallLine[] = [
  lineOf(1, { why: 'missed', isNew: true }),
  lineOf(2, { direction: 'out', video: true, seconds: 2_710 }),
  lineOf(3, { conversation: conversationId(2), name: 'Bartholomäus van der Wolkenstein-Hohenlohe', why: 'busy' }),
  lineOf(26, { direction: 'out', why: 'declined', conversation: conversationId(3), name: 'Carla Ruiz' }),
  lineOf(30, { why: 'declined' }),
  lineOf(50, { direction: 'out', why: 'missed', video: true }),
  lineOf(200, { direction: 'out', why: 'failed', conversation: conversationId(9), name: 'Somebody deleted' }),
];

export const callViewOf = (change: Partial<CallView> = {}): CallView => ({
  id: callId(100),
  conversation: conversationId(1),
  direction: 'out',
  video: false,
  peer: PEER_ANNA,
  phase: 'answered',
  at: NOW - 60_000,
  words: { state: 'waiting' },
  servers: [],
  onlyTurn: false,
  ...change,
});

export type ReadyWords = Extract<CallWords, { state: 'ready' }>;
export const wordsOf = (change: Partial<ReadyWords> = {}): ReadyWords => ({
  state: 'ready',
  characters: 'k7m2',
  words: ['stopwatch', 'hydraulic', 'beeswax', 'customer'],
  continuity: 'new',
  verified: false,
  ...change,
});

export const memberOf = (place: number, peer: CallPeer, change: Partial<PageCallMember> = {}): PageCallMember => ({
  place,
  peer,
  state: 'in',
  words: wordsOf(),
  ...change,
});

export const choiceOf = (number: number, peer: CallPeer): PageCallView['choices'][number] => ({
  ...peer,
  conversation: conversationId(number),
});

export const pageCallOf = (change: Partial<PageCallView> = {}): PageCallView => ({
  origin: 'https://meet.example.org' as Origin,
  status: 'off',
  live: false,
  members: [],
  invitations: [],
  choices: [choiceOf(1, PEER_ANNA), choiceOf(2, PEER_CARLA)],
  ...change,
});
