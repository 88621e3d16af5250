package io.lotse.gateway;

import java.net.InetAddress;
import java.util.function.Predicate;

/**
 * What the clients' connections of a listener are held to; times in nanoseconds.
 *
 * @param idle how long nothing may move in either direction
 * @param head how long a request's head may take to come
 * @param send how long a client may leave lying what waits for it
 * @param unhurried finds those who may do that for any time
 */
record ConnectionRules(Loop loop, long idle, long head, long send, Predicate<InetAddress> unhurried) {}
