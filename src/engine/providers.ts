// What the editor and the command line know of providers, their keys and their addresses.
export {
  isRemote,
  parseRef,
  PROVIDERS,
  REMOTE_PROVIDERS,
  refForms,
  type RemoteProvider,
} from '../models/registry.ts';
export { readPrices } from '../models/priceOverrides.ts';
export { priceOf } from '../models/prices.ts';
export { cleanKey } from '../models/transport/apiKey.ts';
export { signsInItself } from '../models/transport/access.ts';
export { type BaseUrl, isLoopback, parseBaseUrl, withScheme } from '../models/transport/baseUrl.ts';
export { addressOf, isOwnOrigin } from '../models/transport/egress.ts';
export { secretForms, withoutKey } from '../models/transport/redact.ts';
