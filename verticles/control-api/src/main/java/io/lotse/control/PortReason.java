package io.lotse.control;

/**
 * One thing that is to be said of a port.
 *
 * @param code for programs, such as {@code allocated} or {@code time-wait}
 * @param text for people
 */
record PortReason(String code, String text) {}
