import { useEffect, useState } from 'preact/hooks';
import { sentenceFor } from '../../core/errors';
import type { Preview } from '../../core/preview-kind';
import type { ReadingAttachment } from '../../core/reading';

/** A look at one file, inside our frame. Its type is ours, never the sender's: nothing in it can run. */
export function AttachmentPreview({ file, preview }: { file: ReadingAttachment; preview: Preview }) {
  return preview.kind === 'text' ? <TextPreview file={file} /> : <PicturePreview file={file} preview={preview} />;
}

function TextPreview({ file }: { file: ReadingAttachment }) {
  const [text, setText] = useState<string | undefined>(undefined);
  useEffect(() => {
    let wanted = true;
    file.content.text().then(
      (read) => wanted && setText(read),
      () => wanted && setText(sentenceFor('file/unreadable')),
    );
    return () => {
      wanted = false;
    };
  }, [file]);
  return (
    <pre class="reader-preview reader-preview-text" dir="auto">
      {text}
    </pre>
  );
}

function PicturePreview({ file, preview }: { file: ReadingAttachment; preview: Preview }) {
  const [broken, setBroken] = useState(false);
  const url = useObjectUrl(file.content, preview.mediaType);
  if (url === undefined) return <div class="reader-preview" />;
  if (broken) return <p class="soft">{sentenceFor('file/unreadable')}</p>;
  if (preview.kind === 'pdf') return <iframe class="reader-preview reader-preview-pdf" title={file.name} src={url} />;
  return <img class="reader-preview reader-preview-image" src={url} alt={file.name} onError={() => setBroken(true)} />;
}

/** An address for a Blob that ends with the view. */
function useObjectUrl(content: Blob, mediaType: string): string | undefined {
  const [url, setUrl] = useState<string | undefined>(undefined);
  useEffect(() => {
    const made = URL.createObjectURL(new Blob([content], { type: mediaType }));
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [content, mediaType]);
  return url;
}
