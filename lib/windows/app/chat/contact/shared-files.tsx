import { useState } from 'preact/hooks';
import { Button } from '../../../../../components/button';
import type { ChatMessage, FileBody } from '../../../../core/chat';
import { usePorts } from '../../../ports';
import { FileMessage } from '../files/file-message';
import { isGone } from '../history/message-row';
import type { History } from '../history/use-history';

/** Files that are drawn at once: each picture among them is opened. */
const AT_ONCE = 30;

type Shared = { readonly message: ChatMessage; readonly body: FileBody };

/** Files of both, newest first, as far back as this window has loaded. */
export function SharedFiles({ history }: { readonly history: History }) {
  const { now } = usePorts();
  const { state, loader } = history;
  const [shown, setShown] = useState(AT_ONCE);
  const at = now();
  const files: readonly Shared[] = state.messages
    .flatMap((message) =>
      message.body.kind === 'file' && !isGone(message, at) ? [{ message, body: message.body }] : [],
    )
    .toReversed();
  return (
    <section class="stack">
      <h3 class="section-title">Shared files</h3>
      {files.length === 0 && (
        <p class="soft">{state.more ? 'None in the last messages.' : 'No files were shared yet.'}</p>
      )}
      {files.length > 0 && (
        <ul class="shared-files">
          {files.slice(0, shown).map(({ message, body }) => (
            <li key={message.id}>
              <FileMessage message={message} body={body} />
            </li>
          ))}
        </ul>
      )}
      {files.length > shown && (
        <div>
          <Button onClick={() => setShown(shown + AT_ONCE)}>Show more files</Button>
        </div>
      )}
      {state.more && files.length <= shown && (
        <div>
          <Button busy={state.older === 'loading'} onClick={loader.loadOlder}>
            Look further back
          </Button>
        </div>
      )}
    </section>
  );
}
