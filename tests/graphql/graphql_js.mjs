// The reference implementation, pinned with the other clients of the tests.
import { createRequire } from 'node:module';

export default createRequire(new URL('../clients/package.json', import.meta.url))('graphql');
