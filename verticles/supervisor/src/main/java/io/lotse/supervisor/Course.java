package io.lotse.supervisor;

import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

import io.lotse.contracts.registry.Instance;
import io.lotse.contracts.supervision.SupervisedState;
import io.lotse.contracts.supervision.SupervisionContract;

/** Starts a service and ends it, and sees to what follows when it ended by itself. */
final class Course implements Life.Listener {
    private static final RandomGenerator RANDOM = RandomGenerator.getDefault();
    private static final Duration DRAIN = Duration.ofSeconds(1);
    private static final long RETRY_MILLIS = 1_000;

    private final Means means;
    private final Standing standing;
    private final Surroundings surroundings;
    private final Runnable step;
    private final RestartPause pause;

    private ServicesConfig.Service next;
    private RestartConfig.Restarts restarts;
    private Life life;
    private boolean busy;
    private boolean cameBack;

    /** @param step takes the service's next step, if there is one */
    Course(Means means, Standing standing, Surroundings surroundings, Runnable step) {
        this.means = means;
        this.standing = standing;
        this.surroundings = surroundings;
        this.step = step;
        this.pause = new RestartPause(means, standing, surroundings::changed);
        this.next = standing.kept().spec();
        this.restarts = policy().goOn(standing.kept().tries(), means.clock().instant(), System::nanoTime, RANDOM);
    }

    /** Forgets what went wrong before. */
    void begin() {
        restarts = policy().begin(System::nanoTime, RANDOM);
    }

    private RestartConfig policy() {
        return RestartConfig.of(next.restart());
    }

    /** Whether it waits for the network, and for nothing else. */
    boolean isHeld() {
        return pause.isHeld();
    }

    /** As what it is started the next time. */
    ServicesConfig.Service next() {
        return next;
    }

    void next(ServicesConfig.Service spec) {
        next = spec;
    }

    /** Whether it is between two states, and takes no step. */
    boolean isBusy() {
        return busy;
    }

    @Override
    public Kept kept() {
        return standing.kept();
    }

    @Override
    public List<String> needs() {
        return kept().needs(this::keptOf);
    }

    @Override
    public void note(String line) {
        standing.note(line);
    }

    // to its process

    /** Goes on with a process that was found. */
    void adopt(Proc found) {
        standing.process(found);
        standing.become(SupervisedState.STARTING, "runs on since before this node was started");
        standing.change(k -> k.running(found));
        live(null);
        standing.tell(SupervisionContract.SERVICE_ADOPTED);
    }

    /** Its process, which nobody saw end, is gone. */
    void miss() {
        busy = true;
        standing.process(kept().process());
        standing.explain("ended while this node was away");
        new Ending(means).endAny(kept()).onComplete(over -> decide(null, Duration.ZERO, null));
    }

    void start() {
        busy = true;
        boolean again = kept().restarts() > 0;
        new Birth(means, standing, this::keptOf)
                .start()
                .onSuccess(born -> {
                    busy = false;
                    standing.process(born.process());
                    standing.become(SupervisedState.STARTING, null);
                    live(born.child());
                    standing.tell(again ? SupervisionContract.SERVICE_RESTARTED : SupervisionContract.SERVICE_STARTED);
                    surroundings.changed();
                })
                .onFailure(e -> {
                    busy = false;
                    follow(Verdict.afterFailedStart(restarts, e));
                });
    }

    private Kept keptOf(String name) {
        Supervised other = surroundings.other(name);
        return other == null ? null : other.kept();
    }

    private void live(Process child) {
        life = new Life(means, standing.process(), child, this);
        life.start();
    }

    @Override
    public void ready() {
        standing.become(SupervisedState.READY, null);
        standing.tell(SupervisionContract.SERVICE_READY);
        if (cameBack) {
            cameBack = false;
            surroundings.cameBack(kept().name());
        }
        surroundings.changed();
    }

    @Override
    public void registeredAgain(Instance instance) {
        standing.change(k -> k.at(instance.serviceId(), instance.ipAddress(), instance.port()));
        note("event=registered_again service_id=" + instance.serviceId());
    }

    // to its end

    /** Ends it because somebody asked, also when that is to start it again. */
    void stop() {
        busy = true;
        boolean drains = standing.state() == SupervisedState.READY && kept().serviceId() != null;
        standing.become(SupervisedState.STOPPING, kept().wanted() ? "is being started again" : null);
        life.stop();
        standing.leave(!comesBackAsItWas());
        means.vertx().setTimer(drains ? DRAIN.toMillis() : 1, t -> new Ending(means)
                .end(kept(), standing.process())
                .onComplete(ended -> {
                    if (ended.failed()) {
                        busy = false;
                        giveUp(ended.cause().getMessage());
                        return;
                    }
                    stopped(ended.result());
                }));
    }

    private boolean comesBackAsItWas() {
        return kept().wanted() && next.equals(kept().spec());
    }

    private void stopped(boolean killed) {
        busy = false;
        standing.process(null);
        cameBack = true;
        String detail = killed ? "did not end within its grace, and was killed" : null;
        boolean again = kept().wanted();
        boolean leaves = kept().serviceId() != null && !comesBackAsItWas();
        standing.change(k -> (leaves ? k.ended().deregistered() : k.ended()).restarting(false));
        if (again) {
            begin();
            standing.change(k -> k.with(next).restarts(k.restarts() + 1).tries(null));
            standing.become(SupervisedState.WAITING, detail);
        } else {
            standing.become(SupervisedState.STOPPED, detail);
        }
        standing.tell(SupervisionContract.SERVICE_STOPPED);
        surroundings.changed();
    }

    @Override
    public void late(String reason) {
        busy = true;
        life.stop();
        standing.become(
                SupervisedState.STOPPING,
                "was not ready within " + kept().spec().startupTimeout().toSeconds() + " s: " + reason);
        String why = standing.detail();
        new Ending(means).end(kept(), standing.process()).onComplete(ended -> decide(1, life.lived(), why));
    }

    @Override
    public void ended(Integer code) {
        busy = true;
        standing.exited(code);
        Duration lived = life.lived();
        boolean early = standing.state() == SupervisedState.STARTING && kept().serviceId() != null;
        new Aftermath(means)
                .look(kept(), standing.process(), code, early)
                .onSuccess(cause -> {
                    // it moves, where it does not insist
                    if (cause.portTaken() && kept().spec().port().fixed() == null) {
                        standing.forgetInstance();
                    }
                    decide(code, lived, cause.why());
                })
                .onFailure(e -> decide(code, lived, e.getMessage()));
    }

    // to what follows

    /** @param why what kept it from going on; null for its end itself */
    private void decide(Integer code, Duration lived, String why) {
        busy = false;
        standing.process(null);
        cameBack = true;
        standing.change(Kept::ended);
        if (!kept().wanted() || kept().restarting()) {
            standing.leave(!comesBackAsItWas());
            stopped(false);
            return;
        }
        Verdict verdict = Verdict.afterEnd(kept().spec().restart(), restarts, code, lived, why);
        follow(verdict);
        if (!(verdict instanceof Verdict.GivenUp)) {
            standing.tell(SupervisionContract.SERVICE_EXITED);
        }
    }

    private void follow(Verdict verdict) {
        if (verdict instanceof Verdict.Again || verdict instanceof Verdict.GivenUp) {
            standing.change(k -> k.tries(restarts.tries(means.clock().instant())));
        }
        if (verdict instanceof Verdict.Again again) {
            again(again);
        } else if (verdict instanceof Verdict.Later later) {
            standing.become(SupervisedState.WAITING, later.why());
            means.vertx().setTimer(RETRY_MILLIS, t -> step.run());
        } else if (verdict instanceof Verdict.Completed completed) {
            standing.change(k -> k.completed(true));
            rest(SupervisedState.COMPLETED, completed.what());
        } else if (verdict instanceof Verdict.GivenUp givenUp) {
            giveUp(givenUp.why());
        }
    }

    private void again(Verdict.Again again) {
        standing.leave(false);
        standing.become(SupervisedState.RESTARTING, again.detail());
        pause.begin(again);
        surroundings.changed();
    }

    private void giveUp(String why) {
        rest(SupervisedState.FAILED, why);
        standing.tell(SupervisionContract.SERVICE_GIVEN_UP);
    }

    /** Nothing of it runs, and nothing of it will. */
    void rest(SupervisedState how, String why) {
        standing.forgetInstance();
        standing.become(how, why);
        surroundings.changed();
    }
}
