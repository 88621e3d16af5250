/** The host whose ports a space has: HOST, HOST@ADDRESS or HOST~ENVIRONMENT. */
export function hostOf(space) {
  return space.split(/[@~]/)[0];
}
