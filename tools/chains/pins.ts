/** Other people's actions, by the commit of a release: a tag can be moved, a commit cannot. */
export const pins = {
  checkout: '3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1',
  'upload-artifact': '043fb46d1a93c77aae656e7c1c64a875d1fc6a0a # v7.0.1',
  'download-artifact': '3e5f45b2cfb9172054b4087a40e8e0b5a5461e7c # v8.0.1',
} as const;
