/** Where messaging writes what happens to it; never message contents. */
export interface MessagingLog {
  debug(details: object, message: string): void;
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
}
