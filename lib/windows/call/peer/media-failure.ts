import type { ErrorCode } from '../../../core/error-codes';

/** Why there is no microphone or no camera, from what the browser threw (Media Capture and Streams, 10.3). */
export function mediaFailure(kind: 'microphone' | 'camera', error: unknown): ErrorCode {
  const { name } = error as { name?: unknown };
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'call/not-allowed';
  return kind === 'microphone' ? 'call/no-microphone' : 'call/no-camera';
}
