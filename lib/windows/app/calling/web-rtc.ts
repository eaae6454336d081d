/** Whether this browser has calls at all: a preference of Firefox, or a policy, takes them away. */
export const hasWebRtc = (): boolean => typeof RTCPeerConnection === 'function';
