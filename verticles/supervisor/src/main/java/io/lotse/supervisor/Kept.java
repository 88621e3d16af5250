package io.lotse.supervisor;

import java.util.List;
import java.util.function.Function;

/**
 * What is kept on disk of a service, before and after each step that must not be taken twice.
 *
 * @param set the set's name
 * @param spec as it was started last, or is to be started
 * @param wanted whether it is to run
 * @param run tells this start from all others; null if it never was started
 * @param process its process; null before that is known
 * @param restarting whether it is being ended to be started again
 * @param serviceId its instance, as far as is known registered; null where it has none
 * @param place where its instance is, or was last; null before it had one
 * @param registration makes one of a registration that is asked for again; null where there is none under way
 * @param completed whether it has done what it was there for, and is not to run again
 * @param restarts how often it was started again since it was brought up
 * @param tries what is left of its restarts in a row; null for all
 */
record Kept(
        String set,
        ServicesConfig.Service spec,
        boolean wanted,
        String run,
        Proc process,
        boolean restarting,
        String serviceId,
        Place place,
        String registration,
        boolean completed,
        int restarts,
        RestartConfig.Tries tries) {

    /** Where an instance is. */
    record Place(String address, int port) {}

    static Kept of(String set, ServicesConfig.Service spec) {
        return new Kept(set, spec, false, null, null, false, null, null, null, false, 0, null);
    }

    String name() {
        return spec.name();
    }

    boolean registered() {
        return serviceId != null;
    }

    /** Null before its instance had one. */
    String address() {
        return place == null ? null : place.address();
    }

    /** Null before its instance had one. */
    Integer port() {
        return place == null ? null : Integer.valueOf(place.port());
    }

    /**
     * The instances that it needs, as far as they are registered.
     *
     * @param others what is kept of another service of its set; null for none
     */
    List<String> needs(Function<String, Kept> others) {
        return spec.dependsOn().stream()
                .map(needed -> others.apply(needed.service()))
                .filter(other -> other != null && other.registered())
                .map(Kept::serviceId)
                .toList();
    }

    Kept with(ServicesConfig.Service newSpec) {
        return new Kept(
                set,
                newSpec,
                wanted,
                run,
                process,
                restarting,
                serviceId,
                place,
                registration,
                completed,
                restarts,
                tries);
    }

    Kept wanted(boolean now) {
        return new Kept(
                set, spec, now, run, process, restarting, serviceId, place, registration, completed, restarts, tries);
    }

    Kept restarting(boolean now) {
        return new Kept(
                set, spec, wanted, run, process, now, serviceId, place, registration, completed, restarts, tries);
    }

    /** About to be started. */
    Kept starting(String newRun) {
        return new Kept(
                set, spec, wanted, newRun, null, false, serviceId, place, registration, completed, restarts, tries);
    }

    Kept running(Proc now) {
        return new Kept(
                set, spec, wanted, run, now, restarting, serviceId, place, registration, completed, restarts, tries);
    }

    Kept ended() {
        return new Kept(
                set, spec, wanted, run, null, restarting, serviceId, place, registration, completed, restarts, tries);
    }

    Kept registering(String key) {
        return new Kept(set, spec, wanted, run, process, restarting, serviceId, place, key, completed, restarts, tries);
    }

    Kept at(String newId, String address, int port) {
        return new Kept(
                set,
                spec,
                wanted,
                run,
                process,
                restarting,
                newId,
                new Place(address, port),
                null,
                completed,
                restarts,
                tries);
    }

    /** The place stays known: its port is wished for the next time. */
    Kept deregistered() {
        return new Kept(set, spec, wanted, run, process, restarting, null, place, null, completed, restarts, tries);
    }

    Kept completed(boolean now) {
        return new Kept(
                set, spec, wanted, run, process, restarting, serviceId, place, registration, now, restarts, tries);
    }

    Kept restarts(int number) {
        return new Kept(
                set, spec, wanted, run, process, restarting, serviceId, place, registration, completed, number, tries);
    }

    /** @param now null for all */
    Kept tries(RestartConfig.Tries now) {
        return new Kept(
                set, spec, wanted, run, process, restarting, serviceId, place, registration, completed, restarts, now);
    }
}
