/** The partner's token endpoint gave no token. Its message goes to the log, so it quotes nothing that was sent. */
export class TokenRefused extends Error {}
