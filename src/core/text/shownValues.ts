const words = (text: string): readonly string[] => text.trim().split(/\s+/);

/**
 * Pieces of values that published documentation shows in the place of a key, and samples and tests repeat; each
 * long enough to be drawn by no second machine.
 */
const SHOWN: readonly string[] = [
  // RFC 6749, 6750, 5849, 7617, 7519, 7515 and 7636.
  ...words(`
  2YotnFZFEjr1zCsicMWpAA tGzv3JOkF0XG5Qx2TlKWIA czZCaGRSa3F0MzpnWDFmQmF0M2JW 7Fjfp0ZBr1KtDRbnfVdmIw
  SplxlOBeZQQYbYS6WxSbIA mF_9.B5f-4.1JqM ad180jjd733klru7 kd94hf93k423kf44 hdhd0244k9j7ao03 pfkkdhi9sl3r4s00
  jjd999tj88uiths3 dpf43f3p2l4k3l03 nnch734d00sl2jdk kkk9d7dh3k39sjv7 QWxhZGRpbjpvcGVuIHNlc2FtZQ
  dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM`),
  // Libraries and hosts of OAuth.
  ...words(`lsdkfol23w54jlksdef xvz1evFS4wEEPTGEFPHBog LswwdoUaIvS8ltyTt5jkRh4J50vUPVVHtR2YPi5kE`),
  // Emulators and public test servers of storage: Azurite, play.min.io.
  ...words(`
  Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq zuf+tfteSlswRu7BJ86wekitnifILbZam1KYY3TG
  Q3AM3UQ867SPQQA43P2F`),
  // Security designs of password managers.
  ...words(`C4ZJMN-PQTZTL-HGL84-G64M7`),
];

/** True for what published documentation shows, alone or within something longer. */
export const isShownValue = (value: string): boolean =>
  value.length >= 14 && SHOWN.some(shown => value.includes(shown));
