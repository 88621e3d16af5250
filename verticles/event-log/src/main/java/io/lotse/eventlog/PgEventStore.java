package io.lotse.eventlog;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.pubsub.PgSubscriber;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.events.EventPage;
import io.lotse.contracts.events.GroupState;
import io.lotse.contracts.events.StoredEvent;
import io.lotse.contracts.events.StoredTopic;

/** Durable events in the database that keeps the ledger. Every node speaks to it itself. */
final class PgEventStore implements EventStore {
    private static final Logger LOG = LoggerFactory.getLogger(PgEventStore.class);
    private static final int CONNECTIONS = 4;
    /** A server may be told to acknowledge what is not on its disk: not for events. */
    private static final String SAFE_COMMITS = "SELECT set_config('synchronous_commit', 'on', false)"
            + " WHERE current_setting('synchronous_commit') = 'off'";
    /** "lotse events" in a number, that no other program takes. */
    private static final String MIGRATE = "SELECT pg_advisory_xact_lock(7811887861127)";

    private static final String GROUPS = "SELECT g.topic, g.name, g.state, coalesce(t.end_offset, 0) AS end_offset"
            + " FROM lotse_events.consumer_group g LEFT JOIN lotse_events.topic t ON t.name = g.topic"
            + " WHERE $1::text IS NULL OR g.topic = $1 ORDER BY 1, 2";
    private static final String TOPICS =
            "SELECT name, first_offset, end_offset, bytes FROM lotse_events.topic ORDER BY name";
    private static final String READ = "SELECT event_offset, stored_at, body FROM lotse_events.event"
            + " WHERE topic = $1 AND event_offset >= $2 ORDER BY event_offset LIMIT $3";

    private final Pool pool;
    private final PgSubscriber subscriber;
    private final PgAppends appends;
    private volatile Consumer<String> listener = topic -> {};

    PgEventStore(Vertx vertx, PgConnectOptions options) {
        this.pool = PgBuilder.pool()
                .using(vertx)
                .with(new PoolOptions()
                        .setName("events")
                        .setMaxSize(CONNECTIONS)
                        .setConnectionTimeout(2)
                        .setConnectionTimeoutUnit(TimeUnit.SECONDS))
                .withConnectHandler(c -> c.query(SAFE_COMMITS).execute().onComplete(done -> c.close()))
                .connectingTo(options)
                .build();
        this.appends = new PgAppends(this::append);
        this.subscriber = PgSubscriber.subscriber(vertx, options);
        subscriber.reconnectPolicy(retries -> 1_000L);
        subscriber.channel(PgTopic.CHANNEL).handler(topic -> listener.accept(topic));
    }

    /** Makes the tables where they are missing, and listens. */
    Future<PgEventStore> open() {
        return transaction(c -> c.query(MIGRATE).execute().compose(v -> c.query(script())
                        .execute()))
                .compose(v -> subscriber.connect())
                .map(this);
    }

    private static String script() {
        try (InputStream in = PgEventStore.class.getResourceAsStream("postgres.sql")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Future<Answer> submit(Command command) {
        return command instanceof Command.Append append
                ? appends.append(append).onSuccess(v -> listener.accept(command.topic()))
                : transaction(c -> new PgGroups(c).run(command)).onSuccess(v -> listener.accept(command.topic()));
    }

    private Future<List<Long>> append(String topic, long at, List<Entry> entries) {
        return transaction(c -> new PgTopic(c, topic).append(entries, at));
    }

    @Override
    public Future<EventPage> read(String name, Long from, Long since, int max) {
        return reading(c -> {
            PgTopic topic = new PgTopic(c, name);
            return topic.state()
                    .compose(state -> topic.place(state, from, since).compose(at -> c.preparedQuery(READ)
                            .execute(Tuple.of(name, at, max))
                            .map(rows -> page(rows, at, state))));
        });
    }

    private static EventPage page(RowSet<Row> rows, long at, PgTopic.State state) {
        List<StoredEvent> events = new ArrayList<>();
        long next = at;
        long bytes = 0;
        for (Row row : rows) {
            byte[] body = row.getBuffer("body").getBytes();
            bytes += body.length;
            next = row.getLong("event_offset") + 1;
            events.add(DeadLetterEvent.stored(row.getLong("event_offset"), row.getLong("stored_at"), body));
            if (bytes >= EventState.MOST_BYTES) {
                break;
            }
        }
        return new EventPage(events, next, state.first(), Math.max(next, state.end()));
    }

    @Override
    public Future<List<StoredTopic>> topics() {
        return reading(c -> c.query(TOPICS).execute().map(rows -> {
            List<StoredTopic> topics = new ArrayList<>();
            rows.forEach(r -> topics.add(new StoredTopic(
                    r.getString("name"), r.getLong("first_offset"), r.getLong("end_offset"), r.getLong("bytes"))));
            return topics;
        }));
    }

    @Override
    public Future<List<GroupState>> groups(String topic) {
        return reading(c -> c.preparedQuery(GROUPS).execute(Tuple.of(topic)).map(rows -> {
            List<GroupState> states = new ArrayList<>();
            rows.forEach(r -> states.add(
                    PgGroups.decode(r).state(r.getString("topic"), r.getString("name"), r.getLong("end_offset"))));
            return states;
        }));
    }

    @Override
    public Future<Boolean> isReady(String topic, String group, long now) {
        return reading(c -> c.preparedQuery(GROUPS).execute(Tuple.of(topic)).map(rows -> {
            for (Row row : rows) {
                if (row.getString("name").equals(group)) {
                    return PgGroups.decode(row).isReady(now, row.getLong("end_offset"));
                }
            }
            return true;
        }));
    }

    private <T> Future<T> reading(Function<SqlConnection, Future<T>> reader) {
        return pool.withConnection(reader).recover(e -> Future.failedFuture(unavailable(e)));
    }

    private <T> Future<T> transaction(Function<SqlConnection, Future<T>> work) {
        return pool.getConnection()
                .recover(e -> Future.failedFuture(unavailable(e)))
                .compose(c -> c.begin()
                        .compose(tx -> work.apply(c)
                                .compose(
                                        done -> tx.commit()
                                                .recover(e -> Future.failedFuture(unknown(e)))
                                                .map(done),
                                        e -> tx.rollback().transform(v -> Future.failedFuture(e))))
                        .recover(e -> Future.failedFuture(e instanceof ContractException ? e : unavailable(e)))
                        .eventually(c::close));
    }

    private static ContractException unavailable(Throwable e) {
        LOG.debug("event=postgres_events_failed", e);
        return e instanceof ContractException known
                ? known
                : RaftEventStore.unavailable("PostgreSQL: " + e.getMessage());
    }

    private static ContractException unknown(Throwable e) {
        LOG.debug("event=postgres_events_unknown", e);
        return new ContractException(
                ProblemCode.OUTCOME_UNKNOWN,
                "PostgreSQL did not confirm it: publish the same events again, none is stored twice");
    }

    @Override
    public void onChange(Consumer<String> told) {
        listener = told;
    }

    @Override
    public Future<Void> close() {
        return subscriber.close().transform(v -> pool.close());
    }
}
