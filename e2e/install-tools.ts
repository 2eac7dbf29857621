import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

/** Where the tools are installed; git ignores it. */
const folder = join(import.meta.dirname, '.tools');
const suffix = process.platform === 'win32' ? '.exe' : '';
const python = join(folder, 'python', process.platform === 'win32' ? 'Scripts' : 'bin');

interface Tool {
  path: string;
  versionArgument: string;
  version: string;
  /** Commands with their arguments, in order. */
  install: [command: string, ...args: string[]][];
}

const goTool = (name: string, versionArgument: string, version: string, module: string): Tool => ({
  path: join(folder, `${name}${suffix}`),
  versionArgument,
  version,
  install: [['go', 'install', `${module}@v${version}`]],
});

const tools = {
  act: goTool('act', '--version', '0.2.89', 'github.com/nektos/act'),
  actionlint: goTool('actionlint', '-version', '1.7.12', 'github.com/rhysd/actionlint/cmd/actionlint'),
  zizmor: {
    path: join(python, `zizmor${suffix}`),
    versionArgument: '--version',
    version: '1.30.1',
    install: [
      ['python3', '-m', 'venv', join(folder, 'python')],
      [join(python, `python${suffix}`), '-m', 'pip', 'install', '--quiet', 'zizmor==1.30.1'],
    ],
  },
} satisfies Record<string, Tool>;

/**
 * Installs act, actionlint and zizmor at fixed versions, where they are not there yet.
 *
 * @returns the paths of their programs
 * @throws Error where Go or Python is missing, or a registry cannot be reached
 */
export function installTools(): Record<keyof typeof tools, string> {
  mkdirSync(folder, { recursive: true });
  for (const [name, tool] of Object.entries(tools)) {
    if (isInstalled(tool)) continue;
    console.log(`Installing ${name} ${tool.version} …`);
    for (const [command, ...args] of tool.install) run(name, command, args);
  }
  return { act: tools.act.path, actionlint: tools.actionlint.path, zizmor: tools.zizmor.path };
}

function isInstalled({ path, versionArgument, version }: Tool): boolean {
  const { status, stdout } = spawnSync(path, [versionArgument], { encoding: 'utf8' });
  return status === 0 && stdout.includes(version);
}

function run(name: string, command: string, args: string[]): void {
  const { status, error, stdout, stderr } = spawnSync(command, args, {
    encoding: 'utf8',
    env: { ...process.env, GOBIN: folder, PIP_DISABLE_PIP_VERSION_CHECK: '1' },
  });
  if (status === 0) return;
  throw new Error(
    `${name} could not be installed: \`${command} ${args.join(' ')}\` failed. ${error?.message ?? `${stdout}${stderr}`}`,
  );
}

if (import.meta.main) console.log(Object.values(installTools()).join('\n'));
