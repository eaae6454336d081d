import { saveBlob } from '../../../components/save-blob';
import { safeFileName } from '../../core/file-names';

/** Hands a decrypted file to the browser's own download, from our frame: the page never sees it. */
export const saveFile = (file: { readonly name: string; readonly content: Blob }): void =>
  saveBlob(safeFileName(file.name), file.content);
