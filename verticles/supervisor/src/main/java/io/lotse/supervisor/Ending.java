package io.lotse.supervisor;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

import io.vertx.core.Future;
import io.vertx.core.Promise;

/** Ends all that runs of a service: asks it to, waits, and kills what is left, its process group as a whole. */
final class Ending {
    private static final long POLL_MILLIS = 50;
    private static final Duration KILLED_WITHIN = Duration.ofSeconds(10);
    private static final String KILL = "KILL";

    private final Means means;

    Ending(Means means) {
        this.means = means;
    }

    /**
     * What runs of a service.
     *
     * @param leader its process, which leads its group; null where that is not known
     */
    Future<List<ProcessTable.Member>> remains(String marks, Proc leader) {
        return means.blocking().run(() -> list(marks, leader));
    }

    /**
     * Ends it.
     *
     * @param marks how the marks of its processes begin
     * @param leader its process, which leads its group; null where that is not known
     * @return whether it had to be killed; fails if something of it cannot be
     */
    Future<Boolean> end(String marks, Proc leader, String signal, Duration grace) {
        Promise<Boolean> ended = Promise.promise();
        blocking(() -> {
                    List<ProcessTable.Member> members = list(marks, leader);
                    send(signal, members, leader);
                    return members;
                })
                .onFailure(ended::fail)
                .onSuccess(members -> {
                    long now = System.nanoTime();
                    watch(new Run(marks, leader, now + grace.toNanos(), signal.equals(KILL), ended), members);
                });
        return ended.future();
    }

    /** Ends the processes of its last start as its declaration says; else as {@link #end(String, Proc, String, Duration)}. */
    Future<Boolean> end(Kept kept, Proc leader) {
        return end(
                means.mark(kept), leader, kept.spec().stopSignal(), kept.spec().stopGrace());
    }

    /** Ends whatever is left of any start of it; else as {@link #end(String, Proc, String, Duration)}. */
    Future<Boolean> endAny(Kept kept) {
        return end(
                means.marks(kept), null, kept.spec().stopSignal(), kept.spec().stopGrace());
    }

    private record Run(String marks, Proc leader, long until, boolean killed, Promise<Boolean> ended) {}

    /** @param seen those that ran a moment ago */
    private void watch(Run run, List<ProcessTable.Member> seen) {
        blocking(() -> left(run, seen)).onFailure(run.ended()::fail).onSuccess(members -> {
            if (members.isEmpty()) {
                run.ended().complete(run.killed());
            } else if (System.nanoTime() < run.until()) {
                means.vertx().setTimer(POLL_MILLIS, t -> watch(run, members));
            } else if (run.killed()) {
                run.ended().fail("cannot be ended, not even by SIGKILL: " + pids(members));
            } else {
                kill(run);
            }
        });
    }

    /** The whole system is looked through again only once these are gone: they may have started others. */
    private List<ProcessTable.Member> left(Run run, List<ProcessTable.Member> seen) {
        List<ProcessTable.Member> living = seen.stream()
                .filter(member -> means.processes().runs(member.process()))
                .toList();
        return living.isEmpty() ? list(run.marks(), run.leader()) : living;
    }

    private void kill(Run run) {
        blocking(() -> {
                    List<ProcessTable.Member> members = list(run.marks(), run.leader());
                    send(KILL, members, run.leader());
                    return members;
                })
                .onFailure(run.ended()::fail)
                .onSuccess(members -> watch(
                        new Run(
                                run.marks(),
                                run.leader(),
                                System.nanoTime() + KILLED_WITHIN.toNanos(),
                                true,
                                run.ended()),
                        members));
    }

    static String pids(List<ProcessTable.Member> members) {
        return members.stream()
                .map(member -> Long.toString(member.process().pid()))
                .collect(Collectors.joining(", ", members.size() == 1 ? "process " : "processes ", ""));
    }

    private List<ProcessTable.Member> list(String marks, Proc leader) {
        return means.processes().members(marks, group(leader));
    }

    /** A group keeps its id while one of it is left; where another process has that id, the group is gone. */
    private Long group(Proc leader) {
        if (leader == null || !means.spawner().hasGroups()) {
            return null;
        }
        boolean stranger = means.processes()
                .identify(leader.pid())
                .filter(now -> !now.equals(leader))
                .isPresent();
        return stranger ? null : leader.pid();
    }

    private void send(String signal, List<ProcessTable.Member> members, Proc leader) {
        if (!members.isEmpty()) {
            means.signals()
                    .send(
                            signal,
                            members.stream().map(ProcessTable.Member::process).toList(),
                            group(leader));
        }
    }

    private <T> Future<T> blocking(Callable<T> work) {
        return means.blocking().run(work);
    }
}
