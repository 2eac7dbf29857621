import { runWall } from '../__tests__/wall/main.ts';

process.exitCode = await runWall(process.argv.slice(2));
