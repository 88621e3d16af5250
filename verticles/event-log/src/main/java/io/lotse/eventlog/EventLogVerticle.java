package io.lotse.eventlog;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.Empty;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.events.EventsContract;
import io.lotse.contracts.events.TopicDeclaration;
import io.lotse.contracts.ledger.LedgerContract;
import io.lotse.contracts.ledger.LedgerDescriptor;
import io.lotse.eventlog.EventLogService.OpenLog;
import io.lotse.meshview.DeclaredTopics;
import io.lotse.meshview.LedgerWriter;
import io.lotse.meshview.MeshView;

/**
 * Keeps the events of durable topics: on the ledger's voters, or in the PostgreSQL database that keeps the ledger. Opens
 * nothing before a topic is declared durable; deploy one instance on each node.
 */
public final class EventLogVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(EventLogVerticle.class);
    private static final long TRY_AGAIN_MILLIS = 1_000;
    private static final long RETAIN_EVERY_MILLIS = 60_000;

    private final EventLogConfig config;
    private final MeshView view;
    private final Clock clock;
    private final Consumer<Throwable> onLost;
    private final List<MessageConsumer<?>> served = new ArrayList<>();
    private DeclaredTopics declared;
    private LedgerDescriptor ledger;
    private Future<OpenLog> opening;
    private boolean serves;
    private boolean stopped;

    /**
     * @param onLost told, on any thread, when a voter can no longer keep its part of the log: the process must say why and end
     */
    public EventLogVerticle(EventLogConfig config, MeshView view, Clock clock, Consumer<Throwable> onLost) {
        this.config = config;
        this.view = view;
        this.clock = clock;
        this.onLost = onLost;
    }

    @Override
    public Future<?> start() {
        EventBus bus = vertx.eventBus();
        declared = new DeclaredTopics(view);
        TopicKeeper keeper = new TopicKeeper(new LedgerWriter(vertx, view), clock);
        served.add(EventsContract.DECLARE_TOPIC.serve(bus, keeper::declare));
        served.add(EventsContract.WITHDRAW_TOPIC.serve(bus, keeper::withdraw));
        served.add(EventsContract.DECLARED_TOPICS.serve(bus, q -> Future.succeededFuture(declared.all())));
        view.onChange(change -> context.runOnContext(v -> openIfWanted()));
        config.topics().forEach(topic -> declare(keeper, topic));
        return takePart()
                .compose(v -> Future.all(
                        served.stream().map(MessageConsumer::completion).toList()));
    }

    /** What the node's settings say, once the ledger takes it; nobody waits for that. */
    private void declare(TopicKeeper keeper, TopicDeclaration topic) {
        if (stopped || declared.all().items().contains(topic.withDefaults())) {
            return;
        }
        keeper.declare(topic)
                .onSuccess(made -> LOG.info("event=topics_declared pattern={}", made.pattern()))
                .onFailure(e -> vertx.setTimer(TRY_AGAIN_MILLIS, id -> declare(keeper, topic)));
    }

    /** A node without a vote asks the others, like everybody. */
    private Future<?> takePart() {
        if (config.postgres() != null) {
            serve();
            return Future.succeededFuture();
        }
        Future<Void> known = LedgerContract.DESCRIBE
                .call(vertx.eventBus(), Empty.EMPTY)
                .map(described -> {
                    ledger = described;
                    if (described.voters().stream().anyMatch(v -> v.node().equals(config.node()))) {
                        serve();
                    }
                    return null;
                });
        // a node starts without the ledger too
        return known.otherwise(e -> {
            vertx.setTimer(TRY_AGAIN_MILLIS, id -> takePart());
            return null;
        });
    }

    private void serve() {
        served.addAll(new EventLogService(vertx.eventBus(), config.node(), this::opened).serve());
        vertx.setPeriodic(RETAIN_EVERY_MILLIS, id -> retain());
        serves = true;
        openIfWanted();
    }

    private void openIfWanted() {
        if (serves && opening == null && !stopped && isWanted()) {
            opened();
        }
    }

    private boolean isWanted() {
        return declared.isAnyDurable() || Files.exists(folder());
    }

    private Path folder() {
        return config.data().resolve("events");
    }

    private Future<OpenLog> opened() {
        if (opening == null) {
            if (stopped || !isWanted()) {
                return Future.failedFuture(new ContractException(
                        ProblemCode.TOPIC_NOT_DURABLE, "no topic is declared durable: declare one first"));
            }
            opening = (config.postgres() == null ? openVoter() : openPostgres()).recover(this::notOpened);
        }
        return opening;
    }

    private Future<OpenLog> notOpened(Throwable e) {
        LOG.error("event=event_log_not_opened reason=\"{}\"", e.getMessage());
        vertx.setTimer(TRY_AGAIN_MILLIS, id -> {
            opening = null;
            openIfWanted();
        });
        return Future.failedFuture(RaftEventStore.unavailable("it cannot be opened: " + e.getMessage()));
    }

    private Future<OpenLog> openVoter() {
        return vertx.executeBlocking(() -> {
                    EventDisk disk = new EventDisk(folder(), config.freeDisk());
                    return new RaftEventStore(EventVoter.start(config.node(), folder(), ledger, disk, onLost));
                })
                .map(store -> open(store, new LeadersTurn(vertx, config.node(), store)));
    }

    private Future<OpenLog> openPostgres() {
        PgEventStore store = new PgEventStore(vertx, config.postgres());
        return store.open().map(v -> open(store, Turns.OF_ANYBODY)).recover(e -> store.close()
                .transform(v -> Future.failedFuture(e)));
    }

    private OpenLog open(EventStore store, Turns turns) {
        return new OpenLog(new EventLog(store, declared, new Arrivals(vertx, context), clock), store, turns);
    }

    private void retain() {
        if (opening != null && opening.succeeded()) {
            // where another voter leads, that one does it
            opening.result().log().retain().onFailure(e -> LOG.debug("event=retention_failed", e));
        }
    }

    @Override
    public Future<?> stop() {
        stopped = true;
        return opening == null
                ? Future.succeededFuture()
                : opening.transform(
                        open -> open.succeeded() ? open.result().store().close() : Future.<Void>succeededFuture());
    }
}
