import { useEffect, useRef, useState } from 'preact/hooks';
import type { ChatMessage, FileBody } from '../../../../core/chat';
import type { ErrorCode } from '../../../../core/error-codes';
import { sentenceFor, toErrorCode } from '../../../../core/errors';
import { previewOf } from '../../../../core/preview-kind';
import { showForeign } from '../../../../core/show-foreign';
import { usePorts } from '../../../ports';
import { useNear } from './use-near';
import { useObjectUrl } from './use-object-url';

/** Up to here a picture is shown without being asked for. In octets. */
export const SMALL_OCTETS = 1_000_000;

type SharedPictureProps = { readonly message: ChatMessage; readonly body: FileBody };

/** A look at a picture. Its type is ours, never the sender's; what can carry code is no picture here. */
export function SharedPicture({ message, body }: SharedPictureProps) {
  const { call } = usePorts();
  const [content, setContent] = useState<Blob>();
  const [code, setCode] = useState<ErrorCode | 'no-picture'>();
  const { conversation: id, id: messageId } = message;
  const box = useRef<HTMLDivElement>(null);
  const isNear = useNear(box);
  useEffect(() => {
    if (!isNear) return;
    let wanted = true;
    call('chat.openFile', { id, message: messageId }).then(
      (blob) => wanted && setContent(blob),
      (error: unknown) => wanted && setCode(toErrorCode(error)),
    );
    return () => {
      wanted = false;
    };
  }, [call, id, messageId, isNear]);
  const url = useObjectUrl(content, previewOf(body).mediaType);
  if (code === 'no-picture') return <p class="chat-picture-none">This cannot be shown as a picture.</p>;
  if (code !== undefined) return <p class="chat-picture-none">{sentenceFor(code)}</p>;
  return (
    <div ref={box} class="chat-picture">
      {url !== undefined && <img src={url} alt={showForeign(body.name, 120)} onError={() => setCode('no-picture')} />}
    </div>
  );
}
