package io.lotse.supervisor;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** What follows when a service ended without being asked to, or could not be started. */
sealed interface Verdict {
    /** It is started again after a pause. */
    record Again(String what, Duration pause) implements Verdict {
        /** For people. */
        String detail() {
            return String.format(Locale.ROOT, "%s: started again in %.1f s", what, pause.toMillis() / 1000.0);
        }
    }

    /** Its start is tried once more soon: what was in the way says nothing about it, and costs none of its budget. */
    record Later(String why) implements Verdict {}

    /** It has done what it was there for. */
    record Completed(String what) implements Verdict {}

    /** It is not started again. */
    record GivenUp(String why) implements Verdict {}

    /**
     * After its end.
     *
     * @param code its exit code; null where nobody saw it
     * @param lived how long it ran
     * @param why what kept it from going on; null for its end itself
     */
    static Verdict afterEnd(
            RestartConfig.Policy policy, RestartConfig.Restarts restarts, Integer code, Duration lived, String why) {
        boolean done = code != null && code == 0 && policy != RestartConfig.Policy.ALWAYS;
        if (done) {
            return why == null ? new Completed("ended with exit code 0") : new GivenUp(why);
        }
        String ending = code == null ? "ended while nobody could see with what" : "ended with exit code " + code;
        return again(why == null ? ending : why, restarts, code == null ? 1 : code, lived);
    }

    /** After a start that failed. */
    static Verdict afterFailedStart(RestartConfig.Restarts restarts, Throwable e) {
        if (e instanceof Spawner.Unstartable) {
            return new GivenUp(e.getMessage());
        }
        if (Registrar.isPassing(e) && !(e instanceof IOException)) {
            return new Later(e.getMessage());
        }
        return again(e.getMessage(), restarts, 1, Duration.ZERO);
    }

    private static Verdict again(String what, RestartConfig.Restarts restarts, int code, Duration lived) {
        Optional<Duration> pause = restarts.afterEnd(code, lived);
        if (pause.isPresent()) {
            return new Again(what, pause.get());
        }
        return new GivenUp(restarts.spent() ? what + " once more: it did so too often" : what);
    }
}
