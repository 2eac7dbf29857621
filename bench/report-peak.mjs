// Loaded into a child before its script: leaves its peak memory behind, in KiB.
/* global process */
import { writeFileSync } from 'node:fs';

process.on('exit', () => {
  writeFileSync(process.env.PEAK_FILE, String(process.resourceUsage().maxRSS));
});
