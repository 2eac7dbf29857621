import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

/** Where the tools are installed; git ignores it. */
const folder = join(import.meta.dirname, '.tools');
const suffix = process.platform === 'win32' ? '.exe' : '';
const scripts = join(folder, 'python', process.platform === 'win32' ? 'Scripts' : 'bin');
const python = join(scripts, `python${suffix}`);

interface Tool {
  path: string;
  versionArguments: string[];
  version: string;
  /** Commands with their arguments, in order. */
  install: [command: string, ...args: string[]][];
}

const goTool = (name: string, versionArgument: string, version: string, module: string): Tool => ({
  path: join(folder, `${name}${suffix}`),
  versionArguments: [versionArgument],
  version,
  install: [['go', 'install', `${module}@v${version}`]],
});

function pythonTool(path: string, versionArguments: string[], version: string, packages: string[]): Tool {
  const install = [python, '-m', 'pip', 'install', '--quiet', ...packages] as const;
  return {
    path,
    versionArguments,
    version,
    install: [['python3', '-m', 'venv', join(folder, 'python')], [...install]],
  };
}

const tools = {
  act: goTool('act', '--version', '0.2.89', 'github.com/nektos/act'),
  actionlint: goTool('actionlint', '-version', '1.7.12', 'github.com/rhysd/actionlint/cmd/actionlint'),
  zizmor: pythonTool(join(scripts, `zizmor${suffix}`), ['--version'], '1.30.1', ['zizmor==1.30.1']),
  /** Python with a library that reads workbooks. */
  openpyxl: pythonTool(python, ['-c', 'import openpyxl; print(openpyxl.__version__)'], '3.1.5', [
    ...['--require-hashes', '--only-binary', ':all:'],
    ...['--requirement', join(import.meta.dirname, 'requirements.txt')],
  ]),
} satisfies Record<string, Tool>;

/**
 * Installs a tool at its fixed version, if it is not there yet.
 *
 * @returns the path of its program
 * @throws Error where Go or Python is missing, or a registry cannot be reached
 */
export function installTool(name: keyof typeof tools): string {
  const tool = tools[name];
  mkdirSync(folder, { recursive: true });
  if (isInstalled(tool)) return tool.path;
  console.log(`Installing ${name} ${tool.version} …`);
  for (const [command, ...args] of tool.install) run(name, command, args);
  return tool.path;
}

/** Installs the tools of the chains: the runner and the linters. */
export const installTools = () => ({
  act: installTool('act'),
  actionlint: installTool('actionlint'),
  zizmor: installTool('zizmor'),
});

function isInstalled({ path, versionArguments, version }: Tool): boolean {
  const { status, stdout } = spawnSync(path, versionArguments, { encoding: 'utf8' });
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
