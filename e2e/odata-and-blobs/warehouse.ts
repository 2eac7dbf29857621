/**
 * An OData v4 service on SAP's CAP in a process of its own, its rows in memory. It tells its parent the port, and ends
 * with it. CAP's licence (SAP Developer License Agreement 3.2 CAP) allows testing and non-productive use: it is installed
 * for the tests of e2e/ alone, and nothing of it is handed on.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import cds from '@sap/cds';

cds.on('bootstrap', (application) => {
  // Of itself it would listen on every interface.
  application.listen = (port) => createServer(application).listen(port, '127.0.0.1');
});
process.once('disconnect', () => {
  process.exit();
});
const server = await cds.server({ from: 'warehouse.cds', service: 'all', in_memory: true, port: 0 });
if (!server.listening) await once(server, 'listening');
process.send?.((server.address() as AddressInfo).port);
