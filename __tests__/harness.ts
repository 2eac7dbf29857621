import { afterAll } from '@jest/globals';
import { removeRunFolders } from './harness/run-action.ts';

export { startConnectProxy, type ConnectProxy } from './harness/connect-proxy.ts';
export { useFolder } from './harness/folder.ts';
export { useServer } from './harness/own-server.ts';
export {
  messagesOf,
  requestLines,
  runAction,
  runWithToken,
  type Run,
  type RunOptions,
  type SignalAt,
} from './harness/run-action.ts';
export { signIn, withToken, type RecordedRequest, type RecordingServer } from './harness/server.ts';
export { useSimulator } from './harness/simulator.ts';

afterAll(removeRunFolders);
