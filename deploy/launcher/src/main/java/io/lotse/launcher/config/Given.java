package io.lotse.launcher.config;

/**
 * A setting as somebody wrote it.
 *
 * @param where the option, the variable, or the file and the key in it
 * @param text what was written there
 */
record Given(String where, String text) {}
