package io.lotse.control;

import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.contracts.apis.ApisContract;
import io.lotse.meshview.DeclaredTopics;
import io.lotse.meshview.InstanceQueries;
import io.lotse.meshview.LedgerWriter;
import io.lotse.meshview.MeshView;

/**
 * The management listener: REST by the OpenAPI document, the stream of changes, health, metrics, documentation and
 * the dashboard.
 * Reads come from the view, writes go over the event bus. Several instances share the port.
 */
public final class ControlApiVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(ControlApiVerticle.class);
    private static final int IDLE_SECONDS = 120;

    private final ControlApiConfig config;
    private final MeshView view;
    private final MeterRegistry metrics;
    private final PrometheusMeterRegistry page;
    private final Clock clock;
    private HttpServer server;

    /**
     * @param config where to listen
     * @param view what reads are answered from
     * @param metrics where its figures are kept
     * @param page what {@code /metrics} shows
     * @param clock tells how long a port rests still
     */
    public ControlApiVerticle(
            ControlApiConfig config, MeshView view, MeterRegistry metrics, PrometheusMeterRegistry page, Clock clock) {
        this.config = config;
        this.view = view;
        this.metrics = metrics;
        this.page = page;
        this.clock = clock;
    }

    /** Begins to serve; fails with a {@link java.net.BindException} if it cannot listen. */
    @Override
    public Future<?> start() {
        EventBus bus = vertx.eventBus();
        Answers answers = new Answers(view);
        InstanceQueries queries = new InstanceQueries(view, config.environment());
        MemberWatch members = new MemberWatch(bus);
        OwnWrites writes = new OwnWrites(vertx, view);
        ChangeFeed changes = new ChangeFeed(vertx, view);
        TopicStreams streams = new TopicStreams(vertx, config.nodeId(), new DeclaredTopics(view));
        EndpointHandler endpoint = new EndpointHandler(queries, answers);
        OpenApiDocument document = OpenApiDocument.ofThisRelease();
        DocsHandlers docs = new DocsHandlers(document);
        UiHandlers ui = new UiHandlers();

        Map<String, OperationHandler> handlers = new HashMap<>();
        handlers.put("endpoint", endpoint);
        handlers.put("changes", changes);
        handlers.put("cluster", new ClusterHandler(bus, config, members, view, answers));
        handlers.putAll(new RegistryHandlers(bus, queries, answers, writes).byOperationId());
        handlers.putAll(new BatchHandlers(bus, writes).byOperationId());
        handlers.putAll(new ReassignmentHandlers(bus, view, answers, writes).byOperationId());
        handlers.putAll(new ConfigHandlers(bus, view, answers, writes).byOperationId());
        handlers.put("environment_log", new EnvironmentLogHandler(vertx, view, config.environmentLogs()));
        handlers.putAll(new EnvironmentHandlers(bus, view, answers, writes).byOperationId());
        handlers.putAll(new FaultHandlers(bus, view, answers, writes).byOperationId());
        handlers.putAll(new RouteHandlers(bus, writes).byOperationId());
        handlers.putAll(new ApiKeyHandlers(bus).byOperationId());
        handlers.putAll(new CacheHandlers(bus).byOperationId());
        handlers.putAll(new PortHandlers(new PortList(view, config.host(), clock), answers).byOperationId());
        handlers.putAll(new PortDiagnosis(bus, view, queries, answers, members, config.host(), clock).byOperationId());
        handlers.putAll(new HostHandlers(bus, view, answers).byOperationId());
        handlers.putAll(new NodeHandlers(vertx, config, view, page).byOperationId());
        handlers.putAll(new WatchHandlers(bus, config).byOperationId());
        handlers.putAll(new ThresholdHandlers(bus, writes).byOperationId());
        handlers.putAll(new ReportHandlers(bus).byOperationId());
        handlers.putAll(new ExternalMetrics(bus).byOperationId());
        handlers.putAll(new AlertHandlers(bus, writes).byOperationId());
        handlers.putAll(new ScrapeTargets(view, members).byOperationId());
        handlers.putAll(new EventHandlers(bus, streams).byOperationId());
        handlers.putAll(new DurableHandlers(bus).byOperationId());
        handlers.putAll(new GroupHandlers(bus).byOperationId());
        SupervisedNodes supervised = new SupervisedNodes(bus, members);
        handlers.putAll(new SupervisionHandlers(bus, view, supervised, config.node()).byOperationId());
        handlers.putAll(new SupervisedLogHandlers(vertx, supervised, config.node()).byOperationId());
        handlers.put("ledger", new LedgerOverview(bus, view, answers));
        handlers.put("exportLedger", new LedgerExport(vertx, view, config.version(), clock::instant));
        handlers.put(
                "importLedger",
                new LedgerImporter(
                        vertx, new ImportRun.Surroundings(view, new LedgerWriter(vertx, view), clock::instant)));
        Supplier<String> gateway = () -> members.gateway(config.nodeId());
        ApiDocuments apis = new ApiDocuments(
                vertx.createHttpClient(new HttpClientOptions().setName("api-documents")),
                view,
                config.environment(),
                gateway,
                clock);
        handlers.putAll(new ApiDocumentHandlers(apis, gateway).byOperationId());
        handlers.putAll(docs.byOperationId());
        handlers.putAll(ui.byOperationId());

        Router router = new ApiRouter(vertx, document).create(handlers);
        docs.mountAssets(router);
        BusBridge.mount(router, vertx);
        ui.mountAssets(router);
        ApiRouter.close(router);

        writes.start();
        changes.start();
        streams.start();
        MeshGauges.register(metrics, view, members);
        WatchGauges gauges = new WatchGauges(vertx, config, view);
        gauges.register(metrics);
        return Future.all(
                        members.start(changes::membersChanged),
                        changes.hear(bus),
                        gauges.start(),
                        ApisContract.DOCUMENT.serve(bus, apis::document).completion())
                .compose(v -> listen(new FrontDoor(endpoint, router)));
    }

    private Future<HttpServer> listen(FrontDoor door) {
        HttpServerOptions options = new HttpServerOptions()
                .setHost(config.address())
                .setPort(config.port())
                .setIdleTimeout(IDLE_SECONDS)
                .setHandle100ContinueAutomatically(true)
                .setMaxInitialLineLength(8192)
                .setMaxHeaderSize(8192);
        return vertx.createHttpServer(options)
                .requestHandler(door)
                .invalidRequestHandler(FrontDoor::refuse)
                .listen()
                .onSuccess(listening -> {
                    server = listening;
                    LOG.info("event=control_api_listening address={} port={}", config.address(), server.actualPort());
                });
    }

    /** The port it listens at, once it is started. */
    public int actualPort() {
        return server.actualPort();
    }
}
