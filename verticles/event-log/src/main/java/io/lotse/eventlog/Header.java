package io.lotse.eventlog;

/**
 * What is known of a stored event without reading it.
 *
 * @param at when it was stored, in milliseconds since 1970
 * @param size of its body in bytes
 */
record Header(long offset, long at, long key, Entry.Id id, int size) {}
