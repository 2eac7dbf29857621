declare module '@vercel/ncc' {
  interface Options {
    cache: false;
    quiet: boolean;
    target: string;
    /** A module that is not bundled → the module that is imported in its place. */
    externals: Record<string, string>;
  }
  interface Result {
    code: string;
    assets: Record<string, { source: string | Buffer }>;
  }
  export default function ncc(entry: string, options: Options): Promise<Result>;
}
