import { readFileSync } from 'node:fs';
import { root } from '../manifest.ts';
import { join } from 'node:path';

/**
 * How workflows name the action: `owner/repository` of package.json's `repository`, and its major version as a tag.
 *
 * @throws Error where package.json has no GitHub repository or no version
 */
export function actionReference(): { repository: string; tag: string } {
  const { repository, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    repository: { url: string };
    version: string;
  };
  const name = /github\.com[/:]([\w.-]+\/[\w.-]+?)(?:\.git)?$/.exec(repository.url)?.[1];
  const major = /^(\d+)\.\d+\.\d+/.exec(version)?.[1];
  if (name === undefined || major === undefined)
    throw new Error('package.json: repository.url or version is not understood.');
  return { repository: name, tag: `v${major}` };
}

/** A use of the action by a step or a job, whichever owner and version it was stamped with. */
const use = /[\w.-]+\/d365fo-action((?:\/[\w./*-]+)?)@v\d+(?:\.\d+\.\d+)?(?![\w.])/g;

/** @returns the text with every use of the action naming the repository and version of package.json */
export function stamp(text: string): string {
  const { repository, tag } = actionReference();
  return text.replace(use, (_, path: string) => `${repository}${path}@${tag}`);
}
