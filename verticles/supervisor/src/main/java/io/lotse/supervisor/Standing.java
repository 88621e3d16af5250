package io.lotse.supervisor;

import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;

import io.vertx.core.Future;

import io.lotse.contracts.EventType;
import io.lotse.contracts.supervision.SupervisedService;
import io.lotse.contracts.supervision.SupervisedState;

/** What a service is now: kept on disk, told to whoever asks, and said to the registry. */
final class Standing implements Birth.Keeper {
    private final Means means;
    private final ServiceLog log;

    private Kept kept;
    private SupervisedState state = SupervisedState.STOPPED;
    private Instant since;
    private String detail;
    private Integer exitCode;
    private Proc process;

    Standing(Means means, Kept kept) {
        this.means = means;
        this.kept = kept;
        this.since = means.clock().instant();
        this.log = means.logs()
                .log(
                        kept.set() + "/" + kept.name(),
                        () -> new ServiceLog(
                                means.config().logs().resolve(kept.set()).resolve(kept.name() + ".log"),
                                kept.spec().log(),
                                means.clock()));
    }

    @Override
    public Kept kept() {
        return kept;
    }

    @Override
    public ServiceLog log() {
        return log;
    }

    SupervisedState state() {
        return state;
    }

    /** Its process; null for none. */
    Proc process() {
        return process;
    }

    /** @param now null where it has ended */
    void process(Proc now) {
        process = now;
    }

    /** @param code null where nobody saw it */
    void exited(Integer code) {
        exitCode = code;
    }

    @Override
    public Future<Void> keep(UnaryOperator<Kept> change) {
        kept = change.apply(kept);
        Kept now = kept;
        return means.saving().run(() -> {
            means.states().write(now);
            return null;
        });
    }

    /** Keeps it where nothing has to wait for the disk. */
    void change(UnaryOperator<Kept> change) {
        keep(change).onFailure(e -> note("event=state_not_kept reason=\"" + e.getMessage() + "\""));
    }

    /** @param why for people; null for nothing to be said */
    void become(SupervisedState now, String why) {
        if (state != now) {
            since = means.clock().instant();
        }
        state = now;
        detail = why;
        means.journal().state(kept.set(), kept.name(), now);
    }

    /** It is what it was, for another reason. */
    void explain(String why) {
        detail = why;
    }

    String detail() {
        return detail;
    }

    SupervisedService told() {
        boolean placed = kept.spec().port() != null && kept.registered();
        return new SupervisedService(
                means.config().node(),
                means.config().host(),
                kept.set(),
                kept.name(),
                state,
                since,
                detail,
                process == null ? null : process.pid(),
                kept.serviceId(),
                placed ? kept.address() : null,
                placed ? kept.port() : null,
                kept.restarts(),
                exitCode);
    }

    void tell(EventType<SupervisedService> event) {
        SupervisedService service = told();
        means.saving().run(() -> {
            means.journal().tell(event, service, log);
            return null;
        });
    }

    /** Says something in its log that changes nothing. */
    void note(String line) {
        means.saving().run(() -> {
            log.say(line + " set=" + kept.set() + " service=" + kept.name());
            return null;
        });
    }

    /** From now on it gets no requests; whether or not the registry hears it, its end does not wait for it. */
    void leave(boolean forGood) {
        if (kept.serviceId() == null) {
            return;
        }
        Future<Void> told = forGood
                ? means.registrar().deregister(kept)
                : means.registrar().report(kept, List.of(ProcessHandle.current().pid()), true);
        told.onFailure(e -> note("event=registry_not_told reason=\"" + e.getMessage() + "\""));
    }

    /** As {@link #leave}, for good, and it has no instance any more. */
    void forgetInstance() {
        leave(true);
        if (kept.serviceId() != null) {
            change(Kept::deregistered);
        }
    }
}
