package io.lotse.supervisor;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

import io.vertx.core.Future;

import io.lotse.contracts.EventType;
import io.lotse.contracts.registry.Instance;
import io.lotse.contracts.supervision.SupervisedService;
import io.lotse.contracts.supervision.SupervisedState;
import io.lotse.contracts.supervision.SupervisionContract;

/**
 * One service: what it is to be, what it is, and one step at a time from the one to the other. Touched by the supervisor's
 * event loop only.
 */
final class Supervised implements Birth.Keeper, Life.Listener {
    private static final Duration DRAIN = Duration.ofSeconds(1);
    private static final long RETRY_MILLIS = 1_000;

    private final Means means;
    private final Surroundings surroundings;
    private final ServiceLog log;

    private Kept kept;
    private ServicesConfig.Service next;
    private SupervisedState state = SupervisedState.STOPPED;
    private Instant since;
    private String detail;
    private Integer exitCode;
    private RestartConfig.Restarts restarts;
    private Proc process;
    private Life life;
    private boolean busy;
    private boolean cameBack;

    /** The other services of its set. */
    interface Surroundings {
        /** Null for none. */
        Supervised other(String name);

        /** Whether one that needs it still runs and is to end too. */
        boolean isNeeded(String name);

        /** Something changed that others may wait for. */
        void changed();

        /** It is ready again after it had ended. */
        void cameBack(String name);
    }

    Supervised(Means means, Surroundings surroundings, Kept kept) {
        this.means = means;
        this.surroundings = surroundings;
        this.kept = kept;
        this.next = kept.spec();
        this.since = means.clock().instant();
        this.log = means.logs()
                .log(
                        kept.set() + "/" + kept.name(),
                        () -> new ServiceLog(
                                means.config().logs().resolve(kept.set()).resolve(kept.name() + ".log"),
                                kept.spec().log(),
                                means.clock()));
        begin();
    }

    private void begin() {
        restarts = RestartConfig.of(next.restart()).begin(System::nanoTime, RandomGenerator.getDefault());
    }

    // what is asked of it

    /** It is to run, as this says. */
    void want(ServicesConfig.Service spec) {
        boolean other = !spec.equals(kept.spec());
        next = spec;
        if (state.isRunning() || busy) {
            boolean again = other || state == SupervisedState.STOPPING;
            change(k -> k.wanted(true).restarting(k.restarting() || again));
        } else if (state != SupervisedState.RESTARTING || other) {
            fresh();
        }
    }

    /** It is not to run. */
    void unwant() {
        change(k -> k.wanted(false).restarting(false));
    }

    /** It is to be ended and started again. */
    void restart() {
        if (state.isRunning() || busy) {
            change(k -> k.wanted(true).restarting(true));
        } else {
            fresh();
        }
    }

    private void fresh() {
        begin();
        change(k -> k.with(next).wanted(true).restarting(false).completed(false).restarts(0));
        become(SupervisedState.WAITING, null);
    }

    private void change(UnaryOperator<Kept> change) {
        keep(change).onFailure(e -> note("event=state_not_kept reason=\"" + e.getMessage() + "\""));
    }

    // what it is

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

    boolean isForgotten() {
        return !kept.wanted() && !busy && !state.isRunning();
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

    @Override
    public Future<Void> keep(UnaryOperator<Kept> change) {
        kept = change.apply(kept);
        Kept now = kept;
        return means.saving().run(() -> {
            means.states().write(now);
            return null;
        });
    }

    private void become(SupervisedState now, String why) {
        if (state != now) {
            since = means.clock().instant();
        }
        state = now;
        detail = why;
        means.journal().state(kept.set(), kept.name(), now);
    }

    private void tell(EventType<SupervisedService> event) {
        SupervisedService service = told();
        means.saving().run(() -> {
            means.journal().tell(event, service, log);
            return null;
        });
    }

    @Override
    public void note(String line) {
        means.saving().run(() -> {
            log.say(line + " set=" + kept.set() + " service=" + kept.name());
            return null;
        });
    }

    // its steps

    /**
     * Goes on after the node came back.
     *
     * @param found its process; null if none runs
     */
    void resume(Proc found) {
        if (found != null) {
            process = found;
            become(SupervisedState.STARTING, "runs on since before this node was started");
            change(k -> k.running(found));
            life = new Life(means, found, null, this);
            life.start(false);
            tell(SupervisionContract.SERVICE_ADOPTED);
        } else if (kept.wanted() && kept.completed()) {
            become(SupervisedState.COMPLETED, null);
        } else if (kept.wanted() && (kept.restarting() || kept.pid() == null)) {
            become(SupervisedState.WAITING, null);
        } else if (kept.wanted()) {
            busy = true;
            process = new Proc(kept.pid(), kept.mark());
            detail = "ended while this node was away";
            new Ending(means)
                    .end(
                            means.marks(kept),
                            null,
                            kept.spec().stopSignal(),
                            kept.spec().stopGrace())
                    .onComplete(over -> decide(null, Duration.ZERO, null));
        } else {
            become(SupervisedState.STOPPED, null);
        }
    }

    /** Takes the next step, if there is one to be taken now. */
    void step() {
        if (busy) {
            return;
        }
        switch (state) {
            case WAITING -> await();
            case RESTARTING -> {
                if (!kept.wanted()) {
                    rest(SupervisedState.STOPPED, null);
                }
            }
            case STARTING, READY -> {
                if (kept.restarting() || (!kept.wanted() && !surroundings.isNeeded(kept.name()))) {
                    stop();
                }
            }
            case COMPLETED, FAILED -> {
                if (!kept.wanted()) {
                    become(SupervisedState.STOPPED, null);
                }
            }
            default -> {}
        }
    }

    private void await() {
        if (!kept.wanted()) {
            rest(SupervisedState.STOPPED, null);
            return;
        }
        Optional<String> missing = kept.spec().dependsOn().stream()
                .map(ServicesConfig.Dependency::service)
                .filter(name -> !isThere(surroundings.other(name)))
                .findFirst();
        if (missing.isPresent()) {
            Supervised other = surroundings.other(missing.get());
            detail = "waits for " + missing.get()
                    + (other == null
                            ? ", which is not there"
                            : ", which is " + other.state().wireName());
        } else {
            start();
        }
    }

    private static boolean isThere(Supervised other) {
        return other != null && (other.state == SupervisedState.READY || other.state == SupervisedState.COMPLETED);
    }

    private void start() {
        busy = true;
        boolean again = kept.restarts() > 0;
        new Birth(
                        means,
                        this,
                        name -> surroundings.other(name) == null
                                ? null
                                : surroundings.other(name).kept())
                .start()
                .onSuccess(born -> {
                    busy = false;
                    process = born.process();
                    become(SupervisedState.STARTING, null);
                    life = new Life(means, process, born.child(), this);
                    life.start(false);
                    tell(again ? SupervisionContract.SERVICE_RESTARTED : SupervisionContract.SERVICE_STARTED);
                    surroundings.changed();
                })
                .onFailure(this::notStarted);
    }

    private void notStarted(Throwable e) {
        busy = false;
        if (e instanceof Spawner.Unstartable) {
            giveUp(e.getMessage());
        } else if (Registrar.isPassing(e) && !(e instanceof java.io.IOException)) {
            become(SupervisedState.WAITING, e.getMessage());
            means.vertx().setTimer(RETRY_MILLIS, t -> step());
        } else {
            again(e.getMessage(), restarts.afterEnd(1, Duration.ZERO));
        }
    }

    @Override
    public void ready() {
        become(SupervisedState.READY, null);
        tell(SupervisionContract.SERVICE_READY);
        if (cameBack) {
            cameBack = false;
            surroundings.cameBack(kept.name());
        }
        surroundings.changed();
    }

    @Override
    public void registeredAgain(Instance instance) {
        change(k -> k.at(instance.serviceId(), instance.ipAddress(), instance.port()));
        note("event=registered_again service_id=" + instance.serviceId());
    }

    /** Ends it because somebody asked, also when that is to start it again. */
    private void stop() {
        busy = true;
        boolean drains = state == SupervisedState.READY && kept.serviceId() != null;
        boolean leaves = !kept.wanted() || !next.equals(kept.spec());
        become(SupervisedState.STOPPING, kept.wanted() ? "is being started again" : null);
        life.stop();
        leave(leaves);
        means.vertx().setTimer(drains ? DRAIN.toMillis() : 1, t -> endAll().onComplete(ended -> {
            if (ended.failed()) {
                busy = false;
                giveUp(ended.cause().getMessage());
                return;
            }
            stopped(ended.result());
        }));
    }

    private void stopped(boolean killed) {
        busy = false;
        process = null;
        cameBack = true;
        detail = killed ? "did not end within its grace, and was killed" : null;
        boolean again = kept.wanted();
        boolean leaves = kept.serviceId() != null && (!again || !next.equals(kept.spec()));
        change(k -> (leaves ? k.ended().deregistered() : k.ended()).restarting(false));
        if (again) {
            begin();
            change(k -> k.with(next).restarts(k.restarts() + 1));
            become(SupervisedState.WAITING, detail);
        } else {
            become(SupervisedState.STOPPED, detail);
        }
        tell(SupervisionContract.SERVICE_STOPPED);
        surroundings.changed();
    }

    private Future<Boolean> endAll() {
        return new Ending(means)
                .end(
                        means.mark(kept),
                        process,
                        kept.spec().stopSignal(),
                        kept.spec().stopGrace());
    }

    /** From now on it gets no requests; whether or not the registry hears it, its end does not wait for it. */
    private void leave(boolean forGood) {
        if (kept.serviceId() == null) {
            return;
        }
        Future<Void> told = forGood
                ? means.registrar().deregister(kept)
                : means.registrar().report(kept, List.of(ProcessHandle.current().pid()), true);
        told.onFailure(e -> note("event=registry_not_told reason=\"" + e.getMessage() + "\""));
    }

    @Override
    public void late(String reason) {
        busy = true;
        life.stop();
        become(
                SupervisedState.STOPPING,
                "was not ready within " + kept.spec().startupTimeout().toSeconds() + " s: " + reason);
        String why = detail;
        endAll().onComplete(ended -> decide(1, life.lived(), why));
    }

    @Override
    public void ended(Integer code) {
        busy = true;
        exitCode = code;
        Duration lived = life.lived();
        boolean early = state == SupervisedState.STARTING && kept.serviceId() != null;
        new Ending(means)
                .remains(means.mark(kept), process)
                .compose(left -> left.isEmpty()
                        ? Future.succeededFuture((String) null)
                        : endAll().map(killed -> left(code, left)))
                .compose(why -> why == null && early ? thief(code) : Future.succeededFuture(why))
                .onComplete(over -> decide(
                        code,
                        lived,
                        over.succeeded() ? over.result() : over.cause().getMessage()));
    }

    /** Somebody may have been faster at its port: then it moves, where it does not insist. */
    private Future<String> thief(Integer code) {
        return means.registrar().listener(kept, means.config().host()).map(owner -> {
            if (owner == null) {
                return null;
            }
            if (kept.spec().port().fixed() == null) {
                leave(true);
                change(Kept::deregistered);
            }
            return "ended with exit code " + code + ", and its port " + kept.port() + " is taken by " + owner;
        });
    }

    private static String left(Integer code, List<ProcessTable.Member> left) {
        return code != null && code == 0
                ? "it went into the background: its process ended with 0 and left " + Ending.pids(left)
                        + ", now ended too. What is supervised has to run in the foreground: most programs have an"
                        + " option for that"
                : null;
    }

    /** @param why what kept it from going on; null for its end itself */
    private void decide(Integer code, Duration lived, String why) {
        busy = false;
        process = null;
        cameBack = true;
        change(Kept::ended);
        if (!kept.wanted() || kept.restarting()) {
            leave(!kept.wanted() || !next.equals(kept.spec()));
            stopped(false);
            return;
        }
        String what = why != null
                ? why
                : code == null ? "ended while nobody could see with what" : "ended with exit code " + code;
        if (code != null && code == 0 && why != null && kept.spec().restart() != RestartConfig.Policy.ALWAYS) {
            giveUp(what);
        } else if (code != null && code == 0 && kept.spec().restart() != RestartConfig.Policy.ALWAYS) {
            change(k -> k.completed(true));
            rest(SupervisedState.COMPLETED, what);
            tell(SupervisionContract.SERVICE_EXITED);
        } else {
            Optional<Duration> pause = restarts.afterEnd(code == null ? 1 : code, lived);
            again(what, pause);
            if (pause.isPresent()) {
                tell(SupervisionContract.SERVICE_EXITED);
            }
        }
    }

    private void again(String what, Optional<Duration> pause) {
        if (pause.isEmpty()) {
            giveUp(restarts.spent() ? what + " once more: it did so too often" : what);
            return;
        }
        leave(false);
        become(
                SupervisedState.RESTARTING,
                String.format(
                        java.util.Locale.ROOT,
                        "%s: started again in %.1f s",
                        what,
                        pause.get().toMillis() / 1000.0));
        means.vertx().setTimer(pause.get().toMillis() + 1, t -> {
            if (state == SupervisedState.RESTARTING && kept.wanted()) {
                change(k -> k.restarts(k.restarts() + 1));
                become(SupervisedState.WAITING, null);
                surroundings.changed();
            }
        });
        surroundings.changed();
    }

    private void giveUp(String why) {
        rest(SupervisedState.FAILED, why);
        tell(SupervisionContract.SERVICE_GIVEN_UP);
    }

    /** Nothing of it runs, and nothing of it will. */
    private void rest(SupervisedState how, String why) {
        leave(true);
        if (kept.serviceId() != null) {
            change(Kept::deregistered);
        }
        become(how, why);
        surroundings.changed();
    }
}
