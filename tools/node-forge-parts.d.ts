/** The files of node-forge by themselves: its main module has TLS, PKCS#7, SSH and more, which nothing here calls. */
declare module 'node-forge/lib/asn1.js' {
  import { asn1 } from 'node-forge';
  export default asn1;
}
declare module 'node-forge/lib/pkcs12.js' {
  import { pkcs12 } from 'node-forge';
  export default pkcs12;
}
declare module 'node-forge/lib/pki.js' {
  import { pki } from 'node-forge';
  export default pki;
}
declare module 'node-forge/lib/sha256.js' {
  import type { md } from 'node-forge';
  const sha256: typeof md.sha256;
  export default sha256;
}
declare module 'node-forge/lib/util.js' {
  import { util } from 'node-forge';
  export default util;
}
