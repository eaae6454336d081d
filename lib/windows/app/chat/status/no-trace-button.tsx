import { VenetianMask } from 'lucide';
import { Button } from '../../../../../components/button';
import type { ConversationView } from '../../../../core/chat';

type NoTraceButtonProps = { readonly view: ConversationView; readonly onOpen: () => void };

/** Only where the other's program knows how. */
export const NoTraceButton = ({ view, onOpen }: NoTraceButtonProps) =>
  view.noTrace ? (
    <Button icon={VenetianMask} onClick={onOpen}>
      No trace
    </Button>
  ) : null;
