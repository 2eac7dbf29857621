/**
 * What git puts in place of a file or into it: a pointer of Git LFS, and the sides of a merge
 * (https://git-scm.com/docs/git-merge#_how_conflicts_are_presented).
 *
 * @param text with a line end in front, so that its first line is one
 * @returns what is wrong, as a part of a sentence that begins with the name of the file
 */
export function gitFault(text: string): string | undefined {
  if (text.startsWith('\nversion https://git-lfs'))
    return 'is a pointer of Git LFS, not the file: check it out with `lfs: true`';
  return text.includes(CONFLICT) ? 'has a conflict that git left in it (`<<<<<<<`): resolve it' : undefined;
}

const CONFLICT = '\n<<<<<<< ';

/** How many characters at the end of a part may be the start of what git left. */
export const GIT_OVERLAP = CONFLICT.length - 1;
