package io.lotse.supervisor;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import io.vertx.core.Future;

/** The way of a service to its process: a port, nothing left of former starts, and what is on disk always true enough. */
final class Birth {
    private final Means means;
    private final Keeper keeper;
    private final Function<String, Kept> others;

    /** Holds what is kept of the service, and writes it down. */
    interface Keeper {
        Kept kept();

        /** Changes it; done when it is on disk. */
        Future<Void> keep(UnaryOperator<Kept> change);

        ServiceLog log();
    }

    /**
     * A process that was started.
     *
     * @param process told apart from all others
     */
    record Born(Proc process, Process child) {}

    /** @param others what is kept of the services that it needs */
    Birth(Means means, Keeper keeper, Function<String, Kept> others) {
        this.means = means;
        this.keeper = keeper;
        this.others = others;
    }

    /** Fails with a {@link Spawner.Unstartable} where trying again does not help. */
    Future<Born> start() {
        return register()
                .compose(v -> endLeftovers())
                .compose(
                        v -> keeper.keep(kept -> kept.starting(UUID.randomUUID().toString())))
                .compose(v -> means.blocking().run(this::spawn))
                .compose(born -> keeper.keep(kept -> kept.running(born.process()))
                        .transform(kept -> Future.succeededFuture(born)));
    }

    private Future<Void> register() {
        Kept kept = keeper.kept();
        if (kept.spec().port() == null || kept.registered()) {
            return Future.succeededFuture();
        }
        Future<Void> asked = kept.registration() != null
                ? Future.succeededFuture()
                : keeper.keep(k -> k.registering(UUID.randomUUID().toString()));
        return asked.compose(v ->
                        means.registrar().register(keeper.kept(), keeper.kept().needs(others)))
                .compose(instance ->
                        keeper.keep(k -> k.at(instance.serviceId(), instance.ipAddress(), instance.port())));
    }

    /** Whatever a former start left behind would be in the way, and one more of it. */
    private Future<Void> endLeftovers() {
        Kept kept = keeper.kept();
        Ending ending = new Ending(means);
        return ending.remains(means.marks(kept), null).compose(left -> {
            if (left.isEmpty()) {
                return Future.succeededFuture();
            }
            keeper.log().say("event=leftovers_ended reason=\"a former start left " + Ending.pids(left) + "\"");
            return ending.endAny(kept).mapEmpty();
        });
    }

    private Born spawn() throws Exception {
        Kept kept = keeper.kept();
        Placeholders fill = new Placeholders(kept, others);
        List<String> command = fill.fill(kept.spec().command());
        Map<String, String> variables = new HashMap<>();
        if (means.config().control() != null) {
            variables.put("LOTSE_CONTROL", means.config().control());
        }
        if (kept.spec().port() != null) {
            variables.put("PORT", kept.port().toString());
            variables.put("HOST", kept.address());
            variables.put("LOTSE_SERVICE_ID", kept.serviceId());
        }
        variables.putAll(fill.fill(kept.spec().environment()));
        Process child = means.spawner()
                .start(
                        Path.of(kept.spec().folder()),
                        command,
                        variables,
                        means.mark(kept),
                        keeper.log().prepare(),
                        kept.spec().limits());
        return new Born(means.processes().started(child), child);
    }
}
