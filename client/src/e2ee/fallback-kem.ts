/** X-Wing in JavaScript, for browsers whose WebCrypto has no ML-KEM. A separate module, so that it loads only there. */
export { KEM_MLKEM768_X25519 } from '@panva/hpke-noble';
