import { Download, Eye, EyeOff, FileKey, Paperclip } from 'lucide';
import { useState } from 'preact/hooks';
import { Icon } from '../../../components/icon';
import { sizeWords } from '../../core/amounts';
import { previewOf } from '../../core/preview-kind';
import type { ReadingAttachment } from '../../core/reading';
import { ForeignText } from '../shared/foreign-text';
import { PressButton } from '../shared/press-button';
import { AttachmentPreview } from './attachment-preview';
import { saveFile } from './save-file';

type AttachmentsProps = {
  readonly files: readonly ReadingAttachment[];
  readonly onLookAtCertificate: (file: ReadingAttachment) => void;
};

/** The message's files: saved or looked at from our frame alone. */
export function Attachments({ files, onLookAtCertificate }: AttachmentsProps) {
  if (files.length === 0) return null;
  return (
    <section class="reader-attachments" aria-label="Attachments">
      <ul>
        {files.map((file, index) => (
          <Attachment key={index} file={file} onLookAtCertificate={() => onLookAtCertificate(file)} />
        ))}
      </ul>
    </section>
  );
}

function Attachment({ file, onLookAtCertificate }: { file: ReadingAttachment; onLookAtCertificate: () => void }) {
  const [open, setOpen] = useState(false);
  const preview = previewOf(file);
  return (
    <li class="reader-attachment">
      <div class="row">
        <Icon icon={file.holdsCertificate ? FileKey : Paperclip} />
        <span class="reader-file-name">
          <ForeignText text={file.name} length={120} /> <bdi class="soft">{sizeWords(file.octets)}</bdi>
        </span>
        {file.holdsCertificate && (
          <PressButton id="reader-certificate" onPress={onLookAtCertificate}>
            Look at certificate
          </PressButton>
        )}
        <span class="reader-file-actions">
          {preview.kind !== 'none' && (
            <PressButton
              weight="free"
              id="reader-attachment-preview"
              kind="quiet"
              icon={open ? EyeOff : Eye}
              expanded={open}
              onPress={() => setOpen(!open)}
            >
              {open ? 'Close preview' : 'Preview'}
            </PressButton>
          )}
          <PressButton id="reader-attachment-save" kind="quiet" icon={Download} onPress={() => saveFile(file)}>
            Save
          </PressButton>
        </span>
      </div>
      {open && <AttachmentPreview file={file} preview={preview} />}
    </li>
  );
}
