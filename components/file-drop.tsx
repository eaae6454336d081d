import { FileUp } from 'lucide';
import { useRef, useState } from 'preact/hooks';
import { Button } from './button';
import './file-drop.css';

type FileDropProps = {
  /** What may be dropped here: "Drop a certificate file here, or". */
  readonly words: string;
  readonly button: string;
  readonly accept?: string;
  readonly onFile: (file: File) => void;
};

/** One file, by dropping or by picking. */
export function FileDrop({ words, button, accept, onFile }: FileDropProps) {
  const [over, setOver] = useState(false);
  const picker = useRef<HTMLInputElement>(null);
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const file = event.dataTransfer?.files[0];
    if (file !== undefined) onFile(file);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is one more way beside the button inside
    <div
      class={`file-drop${over ? ' file-drop-over' : ''}`}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
    >
      <span class="soft">{words}</span>
      <Button icon={FileUp} onClick={() => picker.current?.click()}>
        {button}
      </Button>
      <input
        ref={picker}
        type="file"
        class="visually-hidden"
        tabIndex={-1}
        aria-label={button}
        accept={accept}
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          event.currentTarget.value = '';
          if (file !== undefined) onFile(file);
        }}
      />
    </div>
  );
}
