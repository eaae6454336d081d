import { SendHorizontal } from 'lucide';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Button } from '../../../../../components/button';
import { Check } from '../../../../../components/choice';
import { Dialog } from '../../../../../components/dialog';
import type { ConversationId, Validity } from '../../../../core/chat';
import { AppError, toErrorCode } from '../../../../core/errors';
import { usePorts } from '../../../ports';
import { Problem } from '../../../problem';
import { useAct } from '../../../use-act';
import { ValidityChoice } from '../composer/validity-choice';
import { type Chosen, choose } from './chosen';
import './files.css';
import { SheetFile } from './sheet-file';

type FileSheetProps = {
  readonly id: ConversationId;
  readonly first: string;
  readonly files: readonly File[];
  readonly validity: Validity | undefined;
  readonly onClose: () => void;
};

/** What will go out, before it goes: each file with its size and a look at it. Closing stops it. */
export function FileSheet({ id, first, files, validity: usual, onClose }: FileSheetProps) {
  const { call } = usePorts();
  const [chosen, setChosen] = useState<readonly Chosen[]>(() => files.map(choose));
  const [keepMetadata, setKeepMetadata] = useState(false);
  const [validity, setValidity] = useState(usual);
  /** What is being sealed, and how far it is. */
  const [sealing, setSealing] = useState<{ readonly file: Chosen; readonly fraction: number }>();
  const act = useAct();
  const stop = useRef(new AbortController());
  useEffect(() => () => stop.current.abort(), []);
  const sendable = chosen.filter(({ isTooLarge }) => !isTooLarge);

  const sendOne = async (file: Chosen): Promise<void> => {
    const { message, name, mediaType, content, isPicture } = file;
    await readable(content);
    setSealing({ file, fraction: 0 });
    const input = { id, message, name, mediaType, content, keepMetadata: keepMetadata && isPicture };
    await call(
      'chat.sendFile',
      { ...input, ...(validity === undefined ? {} : { validity }) },
      { signal: stop.current.signal, onProgress: ({ fraction }) => setSealing({ file, fraction }) },
    );
    // What went out is not sent a second time where a later one fails.
    setChosen((all) => all.filter((one) => one !== file));
  };
  const send = () =>
    act.run(async () => {
      try {
        for (const file of sendable) await sendOne(file);
        onClose();
      } catch (error) {
        if (toErrorCode(error) !== 'bus/cancelled') throw error;
      } finally {
        setSealing(undefined);
      }
    });
  return (
    <Dialog title={chosen.length === 1 ? 'Send a file' : `Send ${chosen.length} files`} onClose={onClose}>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (sendable.length > 0) send();
        }}
      >
        <ul class="sheet-files">
          {chosen.map((file) => (
            <SheetFile
              key={file.message}
              file={file}
              fraction={sealing?.file === file ? sealing.fraction : undefined}
              onRemove={act.busy ? undefined : () => setChosen(chosen.filter((one) => one !== file))}
            />
          ))}
        </ul>
        {sendable.some(({ isPicture }) => isPicture) && (
          <Check
            label="Keep place and camera data"
            hint="Pictures often tell where and with what they were taken. Sotto takes that out."
            checked={keepMetadata}
            disabled={act.busy}
            onChange={setKeepMetadata}
          />
        )}
        <ValidityChoice value={validity} onChange={setValidity} wide />
        <Problem code={act.code} />
        <div class="row">
          <Button type="submit" kind="main" icon={SendHorizontal} busy={act.busy} disabled={sendable.length === 0}>
            {`Send sealed to ${first}`}
          </Button>
          <Button kind="quiet" onClick={onClose}>
            {act.busy ? 'Stop' : 'Cancel'}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** A folder, or a file that is gone, fails here and not halfway. */
async function readable(content: Blob): Promise<void> {
  try {
    await content.slice(0, 1).arrayBuffer();
  } catch (cause) {
    throw new AppError('file/unreadable', { cause });
  }
}
