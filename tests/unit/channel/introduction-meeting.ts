import { createWorld } from '../../support/channel/world';

/** Anna and Bert, what Bert has published, and what Anna shows of herself. */
export async function createMeeting() {
  const world = await createWorld('introduction');
  const { bundle } = world.bert.publish(0);
  const certificate = world.certificates.octetsOf('anna');
  return { ...world, bundle, certificate };
}
