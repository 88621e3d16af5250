package io.lotse.launcher.demo;

import java.time.Duration;
import java.util.List;

/**
 * What a service of the demo does.
 *
 * @param name the service's name
 * @param calls the services it asks before it answers; it depends on them
 * @param slowEvery every so manieth answer takes {@link #PAUSE} longer; 0 for none
 * @param lifetime how long it lives before it dies of itself; zero for ever
 * @param remark what a newcomer should know of it
 */
record ServiceProgram(String name, List<String> calls, int slowEvery, Duration lifetime, String remark) {
    static final Duration PAUSE = Duration.ofMillis(800);

    /** A small shop; each after those that it calls. */
    static final List<ServiceProgram> SHOP = List.of(
            new ServiceProgram("stock", List.of(), 0, Duration.ofSeconds(40), "dies after 40 s, and is started again"),
            new ServiceProgram("billing", List.of(), 0, Duration.ZERO, ""),
            new ServiceProgram("mail", List.of(), 0, Duration.ZERO, ""),
            new ServiceProgram(
                    "orders", List.of("billing", "stock"), 10, Duration.ZERO, "every tenth answer takes 0.8 s longer"),
            new ServiceProgram("web", List.of("orders", "mail"), 0, Duration.ZERO, ""));

    /** The one instance's id. */
    String id() {
        return id(name);
    }

    /** The ids of the instances that it depends on. */
    List<String> dependencies() {
        return calls.stream().map(ServiceProgram::id).toList();
    }

    private static String id(String service) {
        return "demo-" + service;
    }
}
