package io.lotse.supervisor;

import java.util.List;

import io.vertx.core.Future;

/** Finds out why a process ended, and ends what it left. */
final class Aftermath {
    private final Means means;

    Aftermath(Means means) {
        this.means = means;
    }

    /**
     * What was found.
     *
     * @param why null for its end itself
     * @param portTaken whether somebody else has its port
     */
    record Cause(String why, boolean portTaken) {
        static final Cause ITSELF = new Cause(null, false);
    }

    /**
     * Looks once its process is gone.
     *
     * @param code its exit code; null where nobody saw it
     * @param early whether it ended before it was ready at its port
     * @return fails where something that it left cannot be ended
     */
    Future<Cause> look(Kept kept, Proc process, Integer code, boolean early) {
        Ending ending = new Ending(means);
        return ending.remains(means.mark(kept), process)
                .compose(left -> left.isEmpty()
                        ? Future.succeededFuture(Cause.ITSELF)
                        : ending.end(kept, process).map(killed -> new Cause(left(code, left), false)))
                .compose(cause -> cause.why() == null && early ? thief(kept, code) : Future.succeededFuture(cause));
    }

    private static String left(Integer code, List<ProcessTable.Member> left) {
        return code != null && code == 0
                ? "it went into the background: its process ended with 0 and left " + Ending.pids(left)
                        + ", now ended too. What is supervised has to run in the foreground: most programs have an"
                        + " option for that"
                : null;
    }

    /** Somebody may have been faster at its port. */
    private Future<Cause> thief(Kept kept, Integer code) {
        return means.registrar()
                .listener(kept, means.config().host())
                .map(owner -> owner == null
                        ? Cause.ITSELF
                        : new Cause(
                                "ended with exit code " + code + ", and its port " + kept.port() + " is taken by "
                                        + owner,
                                true));
    }
}
