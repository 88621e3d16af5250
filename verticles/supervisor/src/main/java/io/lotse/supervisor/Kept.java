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
 * @param pid its process; null before that is known
 * @param mark tells that process from others that had or will have its id; null before that is known
 * @param restarting whether it is being ended to be started again
 * @param serviceId its instance; null before it was given one
 * @param address the address of its instance; null before it was given one
 * @param port the port of its instance; null before it was given one
 * @param registered whether its instance is registered, as far as is known
 * @param registration makes one of a registration that is asked for again; null where there is none under way
 * @param completed whether it has done what it was there for, and is not to run again
 * @param restarts how often it was started again since it was brought up
 */
record Kept(
        String set,
        ServicesConfig.Service spec,
        boolean wanted,
        String run,
        Long pid,
        String mark,
        boolean restarting,
        String serviceId,
        String address,
        Integer port,
        boolean registered,
        String registration,
        boolean completed,
        int restarts) {

    static Kept of(String set, ServicesConfig.Service spec) {
        return new Kept(set, spec, false, null, null, null, false, null, null, null, false, null, false, 0);
    }

    String name() {
        return spec.name();
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
                pid,
                mark,
                restarting,
                serviceId,
                address,
                port,
                registered,
                registration,
                completed,
                restarts);
    }

    Kept wanted(boolean now) {
        return new Kept(
                set,
                spec,
                now,
                run,
                pid,
                mark,
                restarting,
                serviceId,
                address,
                port,
                registered,
                registration,
                completed,
                restarts);
    }

    Kept restarting(boolean now) {
        return new Kept(
                set,
                spec,
                wanted,
                run,
                pid,
                mark,
                now,
                serviceId,
                address,
                port,
                registered,
                registration,
                completed,
                restarts);
    }

    /** About to be started. */
    Kept starting(String newRun) {
        return new Kept(
                set,
                spec,
                wanted,
                newRun,
                null,
                null,
                false,
                serviceId,
                address,
                port,
                registered,
                registration,
                completed,
                restarts);
    }

    Kept running(Proc process) {
        return new Kept(
                set,
                spec,
                wanted,
                run,
                process.pid(),
                process.mark(),
                restarting,
                serviceId,
                address,
                port,
                registered,
                registration,
                completed,
                restarts);
    }

    Kept ended() {
        return new Kept(
                set,
                spec,
                wanted,
                run,
                null,
                null,
                restarting,
                serviceId,
                address,
                port,
                registered,
                registration,
                completed,
                restarts);
    }

    Kept registering(String key) {
        return new Kept(
                set,
                spec,
                wanted,
                run,
                pid,
                mark,
                restarting,
                serviceId,
                address,
                port,
                registered,
                key,
                completed,
                restarts);
    }

    Kept at(String newId, String newAddress, Integer newPort) {
        return new Kept(
                set,
                spec,
                wanted,
                run,
                pid,
                mark,
                restarting,
                newId,
                newAddress,
                newPort,
                true,
                null,
                completed,
                restarts);
    }

    /** The port stays known: it is wished for the next time. */
    Kept deregistered() {
        return new Kept(
                set, spec, wanted, run, pid, mark, restarting, null, address, port, false, null, completed, restarts);
    }

    Kept completed(boolean now) {
        return new Kept(
                set,
                spec,
                wanted,
                run,
                pid,
                mark,
                restarting,
                serviceId,
                address,
                port,
                registered,
                registration,
                now,
                restarts);
    }

    Kept restarts(int number) {
        return new Kept(
                set,
                spec,
                wanted,
                run,
                pid,
                mark,
                restarting,
                serviceId,
                address,
                port,
                registered,
                registration,
                completed,
                number);
    }
}
