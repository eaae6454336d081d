import type { Mime } from '../core/mime-port';
import { listAddresses } from './addresses';
import { build } from './build';
import { findEnvelope } from './find-envelope';
import { readBody } from './read-body';

/** Mail as octets, in any context: it needs no DOM and keeps no state. */
export const createMime = (): Mime => ({ build, findEnvelope, readBody, addresses: listAddresses });
