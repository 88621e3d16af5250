package io.lotse.supervisor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.registry.Instance;
import io.lotse.contracts.supervision.ScriptOrder;
import io.lotse.contracts.supervision.ScriptOutcome;
import io.lotse.contracts.supervision.SupervisionContract;
import io.lotse.meshview.MeshView;

/**
 * Runs the restart scripts of registered instances of this host. Anybody may register anything: run is only what lies in
 * the folder that the node was told of, without arguments, and one at a time for an instance.
 */
final class ScriptRunner {
    private static final Logger LOG = LoggerFactory.getLogger(ScriptRunner.class);
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration GRACE = Duration.ofSeconds(2);
    private static final int TOLD = 4_000;

    private final Means means;
    private final MeshView view;
    private final Duration limit;
    private final Set<String> running = ConcurrentHashMap.newKeySet();

    /** @param view knows what was registered */
    ScriptRunner(Means means, MeshView view) {
        this(means, view, LIMIT);
    }

    /** @param limit how long a script may take until it is killed */
    ScriptRunner(Means means, MeshView view, Duration limit) {
        this.means = means;
        this.view = view;
        this.limit = limit;
    }

    /** A script that runs. */
    private record Running(
            Instance instance, Path script, Proc process, Process child, String mark, ServiceLog log, long from) {}

    Future<ScriptOutcome> run(ScriptOrder order) {
        Instance instance = view.snapshot().instances().get(order.serviceId());
        if (instance == null || !instance.host().equals(means.config().host())) {
            throw new ContractException(
                    ProblemCode.UNKNOWN_INSTANCE,
                    "no instance " + order.serviceId() + " of host "
                            + means.config().host() + " is registered");
        }
        if (!running.add(instance.serviceId())) {
            throw new ContractException(
                    ProblemCode.SCRIPT_REFUSED,
                    "the restart script of " + instance.serviceId() + " runs already: wait until it has ended");
        }
        long startedAt = System.nanoTime();
        return means.blocking()
                .run(() -> start(instance))
                .compose(this::await)
                .eventually(() -> {
                    running.remove(instance.serviceId());
                    return Future.succeededFuture();
                })
                .map(ended -> told(ended, Duration.ofNanos(System.nanoTime() - startedAt)));
    }

    private Running start(Instance instance) throws IOException {
        Path script = script(instance);
        String file = instance.serviceId().replaceAll("[^A-Za-z0-9._-]", "_") + ".log";
        Path path = means.config().logs().resolveSibling("scripts").resolve(file);
        ServiceLog log = means.logs()
                .log("script/" + file, () -> new ServiceLog(path, ServicesConfig.Log.DEFAULT, means.clock()));
        log.prepare();
        log.say("event=script_started service_id=" + instance.serviceId() + " script=" + script);
        long from = log.end();
        String mark = means.config().data() + "|script/" + instance.serviceId() + "|" + UUID.randomUUID();
        Process child = means.spawner()
                .start(
                        means.config().scripts(),
                        List.of(script.toString()),
                        variables(instance),
                        mark,
                        path,
                        ServicesConfig.Limits.NONE);
        return new Running(instance, script, means.processes().started(child), child, mark, log, from);
    }

    /** Links are followed first: what is run lies in the folder, whatever the registration calls it. */
    private Path script(Instance instance) {
        Path folder = means.config().scripts();
        String given = instance.restartScript();
        if (given == null) {
            throw new ContractException(
                    ProblemCode.SCRIPT_REFUSED, instance.serviceId() + " was registered without a restart_script");
        }
        try {
            Path real = folder.resolve(given).toRealPath();
            if (real.startsWith(folder.toRealPath()) && Files.isRegularFile(real) && Files.isExecutable(real)) {
                return real;
            }
        } catch (IOException | RuntimeException e) {
            LOG.debug("event=script_not_found script={} reason=\"{}\"", given, e.toString());
        }
        throw new ContractException(
                ProblemCode.SCRIPT_REFUSED,
                given + " is no executable script below " + folder + ", the only folder that node "
                        + means.config().node() + " runs scripts from");
    }

    private Map<String, String> variables(Instance instance) {
        Map<String, String> variables = new HashMap<>();
        variables.put("LOTSE_SERVICE_ID", instance.serviceId());
        variables.put("LOTSE_SERVICE_NAME", instance.serviceName());
        variables.put("LOTSE_ENVIRONMENT", instance.environment());
        variables.put("HOST", instance.ipAddress());
        variables.put("PORT", Integer.toString(instance.port()));
        if (means.config().control() != null) {
            variables.put("LOTSE_CONTROL", means.config().control());
        }
        return variables;
    }

    /** What a script that ended left running is the service that it restarted; one that hangs is ended with all of it. */
    private Future<Ended> await(Running script) {
        Promise<Integer> ended = Promise.promise();
        Context context = Vertx.currentContext();
        long timer = means.vertx().setTimer(limit.toMillis(), t -> new Ending(means)
                .end(script.mark(), script.process(), "TERM", GRACE)
                .onComplete(over -> ended.tryComplete(null)));
        script.child()
                .onExit()
                .thenAccept(over -> context.runOnContext(v -> {
                    if (means.vertx().cancelTimer(timer)) {
                        ended.tryComplete(over.exitValue());
                    }
                }));
        return ended.future().compose(code -> means.blocking()
                .run(() -> new Ended(script, code, script.log().text(script.from(), TOLD))));
    }

    /** @param exitCode null if it took too long and was killed */
    private record Ended(Running script, Integer exitCode, String output) {}

    private ScriptOutcome told(Ended ended, Duration lasted) {
        Instance instance = ended.script().instance();
        ScriptOutcome outcome = new ScriptOutcome(
                instance.serviceId(),
                means.config().host(),
                ended.script().script().toString(),
                ended.exitCode(),
                lasted,
                ended.output());
        SupervisionContract.SCRIPT_RUN.publish(means.vertx().eventBus(), outcome);
        String line = "event=script_ended service_id=" + instance.serviceId() + " script=" + outcome.script()
                + (ended.exitCode() == null
                        ? " reason=\"took too long and was killed\""
                        : " exit_code=" + ended.exitCode());
        LOG.info(line);
        means.saving().run(() -> {
            ended.script().log().say(line);
            return null;
        });
        return outcome;
    }
}
