package io.lotse.supervisor;

import java.util.Optional;
import java.util.random.RandomGenerator;

import io.lotse.contracts.network.NetworkAxis;
import io.lotse.contracts.supervision.SupervisedState;

/** The time between a service's end and its next start. As long as an outage lasts, it does not end. */
final class RestartPause {
    /** What an outage held up looks for its end at random moments, so that not all start at once. */
    private static final long LOOK_WITHIN_MILLIS = 2_000;

    private final Means means;
    private final Standing standing;
    private final Runnable over;
    private boolean held;
    private long timer = -1;

    /** @param over is told when it is over, and the service may be started */
    RestartPause(Means means, Standing standing, Runnable over) {
        this.means = means;
        this.standing = standing;
        this.over = over;
    }

    void begin(Verdict.Again again) {
        held = false;
        after(again.pause().toMillis(), again.what());
    }

    /** Whether it is over but for an outage. */
    boolean isHeld() {
        return held && standing.state() == SupervisedState.RESTARTING;
    }

    private void after(long millis, String what) {
        means.vertx().cancelTimer(timer);
        timer = means.vertx().setTimer(millis + 1, t -> end(what));
    }

    private void end(String what) {
        if (standing.state() != SupervisedState.RESTARTING || !standing.kept().wanted()) {
            return;
        }
        Optional<NetworkAxis> out = means.outages().among(standing.kept().spec().network());
        if (out.isPresent()) {
            hold(out.get().wireName(), what);
            return;
        }
        standing.change(k -> k.restarts(k.restarts() + 1));
        standing.become(SupervisedState.WAITING, null);
        over.run();
    }

    private void hold(String axis, String what) {
        standing.explain(what + ": started again when the network is back, of which " + axis + " is out; lotse restart "
                + standing.kept().name() + " starts it at once");
        if (!held) {
            held = true;
            standing.note("event=restart_held axis=" + axis);
        }
        after(RandomGenerator.getDefault().nextLong(LOOK_WITHIN_MILLIS), what);
    }
}
