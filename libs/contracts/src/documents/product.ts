/** The version that the generated documents name. */
export const productVersion = '0.1.0';
