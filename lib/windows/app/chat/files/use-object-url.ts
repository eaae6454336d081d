import { useEffect, useState } from 'preact/hooks';

/** An address for a Blob, of a type that we chose; it ends with the view. */
export function useObjectUrl(content: Blob | undefined, mediaType: string): string | undefined {
  const [url, setUrl] = useState<string>();
  useEffect(() => {
    if (content === undefined) return;
    const made = URL.createObjectURL(new Blob([content], { type: mediaType }));
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [content, mediaType]);
  return url;
}
