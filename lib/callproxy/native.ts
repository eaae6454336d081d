import type { Pristine, World } from '../proxy/pristine';

const CONSTRUCTORS = ['RTCPeerConnection', 'RTCDataChannel', 'RTCRtpTransceiver', 'RTCTrackEvent'] as const;
const METHODS = ['addTrack', 'addTransceiver', 'createDataChannel', 'setLocalDescription'] as const;

/**
 * Whether what we listen to is the browser's own still, by its text: a JavaScript Proxy and a bound function have no name
 * in theirs. Who was here before us could lie in `toString`, too: this tells other extensions and shims, not enemies.
 */
export function isNative(world: World, { method, text }: Pristine): boolean {
  const textOf = method<string>(world.Function.prototype, 'toString');
  const isOwn = (value: unknown, name: string): boolean => {
    if (typeof value !== 'function') return false;
    const shown = textOf(value);
    const start = `function ${name}() {`;
    return text.slice(shown, 0, start.length) === start && text.indexOf(shown, '[native code]') > 0;
  };
  const globals = world as unknown as Record<string, { prototype: Record<string, unknown> }>;
  for (const name of CONSTRUCTORS) if (!isOwn(globals[name], name)) return false;
  for (const name of METHODS) if (!isOwn(globals['RTCPeerConnection']?.prototype[name], name)) return false;
  return true;
}
