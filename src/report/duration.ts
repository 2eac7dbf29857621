/** A length of time as people say it: `80 ms`, `0.4 s`, `12 s`, `3 min 05 s`, `2 h 14 min`. */
export function formatDuration(ms: number): string {
  const seconds = Math.max(0, ms) / 1000;
  if (ms > 0 && ms < 100) return `${Math.ceil(ms)} ms`;
  if (seconds < 10 && seconds % 1 !== 0) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min${whole % 60 ? ` ${pad(whole % 60)} s` : ''}`;
  const minutes = Math.round(whole / 60);
  return `${Math.floor(minutes / 60)} h${minutes % 60 ? ` ${pad(minutes % 60)} min` : ''}`;
}

const pad = (value: number) => String(value).padStart(2, '0');
