import { Paperclip } from 'lucide';
import { useRef } from 'preact/hooks';
import { Button } from '../../../../../components/button';

type FilePickerProps = { readonly disabled: boolean; readonly onFiles: (files: readonly File[]) => void };

/** Files chosen in the browser's own window. */
export function FilePicker({ disabled, onFiles }: FilePickerProps) {
  const picker = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button kind="quiet" iconOnly icon={Paperclip} disabled={disabled} onClick={() => picker.current?.click()}>
        Send a file
      </Button>
      <input
        ref={picker}
        type="file"
        multiple
        class="visually-hidden"
        tabIndex={-1}
        aria-label="Send a file"
        data-testid="chat-file-input"
        onChange={(event) => {
          const files = [...(event.currentTarget.files ?? [])];
          event.currentTarget.value = '';
          if (files.length > 0) onFiles(files);
        }}
      />
    </>
  );
}
