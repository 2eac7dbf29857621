import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { delimiter, dirname, join } from 'node:path';
import { expect, test } from '@jest/globals';
import { root } from '../../tools/manifest.ts';
import { oldNode } from '../harness/old-node.ts';
import { useFolder } from '../harness/folder.ts';

const folder = useFolder();

/** Windows has no POSIX shell of its own. */
(process.platform === 'win32' ? test.skip : test)(
  'what the simulator prints works as pasted, in any folder, whichever Node is installed there',
  async () => {
    const simulator = spawn(process.execPath, [join(root, 'simulator/main.ts'), '--port', '0'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    try {
      let printed = '';
      for await (const chunk of simulator.stdout.setEncoding('utf8') as AsyncIterable<string>) {
        printed += chunk;
        if (printed.includes('/_simulator/reset')) break;
      }
      const PATH = [...(oldNode === undefined ? [] : [dirname(oldNode)]), '/usr/bin', '/bin'].join(delimiter);
      const { status, stdout, stderr } = spawnSync('bash', [], {
        cwd: folder,
        input: printed,
        encoding: 'utf8',
        env: { PATH, GITHUB_OUTPUT: '', RUNNER_TEMP: folder },
      });
      expect(stderr).toBe('');
      expect(stdout).toContain('"UserId":"IntegrationUser"');
      expect(status).toBe(0);
    } finally {
      simulator.kill();
      if (simulator.exitCode === null) await once(simulator, 'exit');
    }
  },
);
