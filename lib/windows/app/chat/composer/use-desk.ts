import { useRef } from 'preact/hooks';
import { usePorts } from '../../../ports';
import { newMessageId } from '../ids';
import { createDesk, type Desk } from './desk';

/** One desk for as long as the tab is open. */
export const useDesk = (): Desk => {
  const { call } = usePorts();
  const desk = useRef<Desk>(undefined);
  desk.current ??= createDesk({
    send: (id, { id: message, text, validity }) =>
      call('chat.send', { id, message, text, ...(validity === undefined ? {} : { validity }) }),
    newId: newMessageId,
  });
  return desk.current;
};
