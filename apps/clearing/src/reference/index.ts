export {
  ReferenceImports,
  type ImportRequest,
  type ImportResult,
} from './reference-import.service.js';
export { ReferenceLists } from './reference-list.service.js';
export { ReferenceController } from './reference.controller.js';
export { ReferenceStore, recordsOf, type VersionedReference } from './reference.repository.js';
