export { Corrections } from './corrections.service.js';
export {
  ReferenceImports,
  type ImportParts,
  type ImportRequest,
  type ImportResult,
} from './reference-import.service.js';
export { ReferenceLists } from './reference-list.service.js';
export { ReferenceController } from './reference.controller.js';
export {
  ReferenceStore,
  statesWithoutInstitutions,
  type VersionedReference,
} from './reference.repository.js';
export { ShippedData } from './shipped-data.service.js';
export { shipment, type Shipment } from './shipped-records.js';
