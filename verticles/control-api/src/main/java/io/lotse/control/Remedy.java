package io.lotse.control;

/**
 * What mends it.
 *
 * @param text for people
 * @param command that does it; null where nothing but time or a person can
 */
record Remedy(String text, String command) {}
