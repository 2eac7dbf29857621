/**
 * Required before the action: writes the most memory that it ever held, in KiB, into the file that the environment names.
 * As a module that is imported it would add 4 MiB by itself.
 */
/* global process */
const { readFileSync, writeFileSync } = process.getBuiltinModule('node:fs');

/** On Linux, maxRSS counts what the parent held before this program was loaded; VmHWM does not. */
function peakKiB() {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS;
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]);
}

process.on('exit', () => {
  writeFileSync(process.env.PEAK_MEMORY_FILE, String(peakKiB()));
});
