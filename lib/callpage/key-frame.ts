/** Chrome, by the options of `setParameters`; Firefox asks in the worker. */
export function askKeyFrame(sender: RTCRtpSender): void {
  if (sender.track?.kind !== 'video') return;
  const set = sender.setParameters.bind(sender) as (parameters: object, options: object) => Promise<void>;
  const parameters = sender.getParameters();
  set(parameters, { encodingOptions: parameters.encodings.map(() => ({ keyFrame: true })) }).catch(() => undefined);
}
