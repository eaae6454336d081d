export { type ReadPayload, readPayload, writePayload } from '../core/wire/webchat-payload';
