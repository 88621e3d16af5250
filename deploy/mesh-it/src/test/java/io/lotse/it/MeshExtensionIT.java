package io.lotse.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.tools.ToolProvider;

import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

import io.lotse.contracts.registry.Instance;
import io.lotse.junit.MeshEnvironment;
import io.lotse.junit.MeshException;
import io.lotse.junit.MeshFault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

/** The extension for JUnit, in runs of its own: with a node that runs, and with one that it starts. */
@GivesPorts
class MeshExtensionIT {
    private static final String CONTROL = "lotse.control";
    private static final String COMMAND = "lotse.command";

    /** By test: the environments that the runs within saw. */
    private static final Map<String, MeshEnvironment> SEEN = new ConcurrentHashMap<>();

    @TempDir
    Path home;

    @Test
    void givesEachTestAnEnvironmentAndLeavesNothingBehindAlsoWhereTestsFail() {
        try (Mesh mesh = new Mesh(home)) {
            NodeProcess node = mesh.start("a");
            TestExecutionSummary summary = run(CONTROL, node.control(), Alone.class, Together.class, Failing.class);

            assertThat(summary.getFailures())
                    .extracting(f -> f.getException().getMessage())
                    .containsExactly("as it was meant to");
            assertThat(summary.getTestsSucceededCount()).isEqualTo(6);
            assertThat(Set.copyOf(
                            SEEN.values().stream().map(MeshEnvironment::name).toList()))
                    .as("one for each test")
                    .hasSize(7);
            assertThat(Http.json(node.control() + "/api/v1/environments").getJsonArray("items"))
                    .as("the three that are always there")
                    .hasSize(3);
            assertThat(Http.json(node.control() + "/api/v1/ipmanager/services").getJsonArray("items"))
                    .isEmpty();
        }
    }

    @Test
    void startsANodeWhereNoneIsNamedRunsTheGuidesExampleThereAndEndsIt() throws Exception {
        String lotse = new Lotse(home).builder().command().get(0);
        TestExecutionSummary summary;
        try (URLClassLoader classes = compiled(example())) {
            summary = run(COMMAND, lotse, Failing.class, classes.loadClass("OrdersTest"));
        }

        assertThat(summary.getTestsSucceededCount()).as("the guide's").isEqualTo(2);
        assertThat(summary.getFailures())
                .extracting(f -> f.getException().getMessage())
                .containsExactly("as it was meant to");
        assertThatThrownBy(() -> Http.get(SEEN.get("fails").control() + "/health"))
                .isInstanceOf(UncheckedIOException.class)
                .hasCauseInstanceOf(ConnectException.class);
    }

    /** The test that the guide shows, as it is pasted. */
    private static String example() throws IOException {
        String guide = Files.readString(Lotse.ROOT.resolve("docs/faults.md"));
        int begin = guide.indexOf("```java\n") + "```java\n".length();
        return guide.substring(begin, guide.indexOf("```", begin));
    }

    private URLClassLoader compiled(String source) throws IOException {
        Path file = Files.writeString(home.resolve("OrdersTest.java"), source);
        int failures = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-cp", System.getProperty("java.class.path"), file.toString());
        assertThat(failures).isZero();
        return new URLClassLoader(new URL[] {home.toUri().toURL()}, getClass().getClassLoader());
    }

    private static TestExecutionSummary run(String property, String value, Class<?>... tests) {
        SEEN.clear();
        System.setProperty(property, value);
        try {
            LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                    .selectors(Arrays.stream(tests)
                            .map(DiscoverySelectors::selectClass)
                            .toList())
                    .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
                    .configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
                    .configurationParameter("junit.jupiter.execution.parallel.config.fixed.parallelism", "4")
                    .build();
            SummaryGeneratingListener listener = new SummaryGeneratingListener();
            LauncherFactory.create().execute(request, listener);
            return listener.getSummary();
        } finally {
            System.clearProperty(property);
        }
    }

    /** What the tests below have in common. */
    abstract static class Orders {
        final AtomicInteger served = new AtomicInteger();
        private final List<HttpServer> servers = new ArrayList<>();

        @BeforeEach
        void remember(MeshEnvironment mesh, TestInfo test) {
            SEEN.put(test.getTestMethod().orElseThrow().getName(), mesh);
        }

        @AfterEach
        void stop() {
            servers.forEach(server -> server.stop(0));
        }

        /** A service that answers with this, in the test's environment. */
        Instance serve(MeshEnvironment mesh, String answer) throws IOException {
            HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
            server.createContext("/", call -> {
                served.incrementAndGet();
                call.sendResponseHeaders(200, answer.length());
                call.getResponseBody().write(answer.getBytes());
                call.close();
            });
            server.start();
            servers.add(server);
            return mesh.register("orders", server.getAddress().getPort());
        }

        static HttpResponse<String> get(URI url) throws IOException, InterruptedException {
            return HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .build()
                    .send(
                            HttpRequest.newBuilder(url)
                                    .timeout(Duration.ofSeconds(2))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
        }
    }

    /** What one test does with its environment. */
    @io.lotse.junit.Mesh
    static class Alone extends Orders {
        @Test
        void meetsTheFaultsThatItSets(MeshEnvironment mesh) throws Exception {
            serve(mesh, "hello");
            mesh.faults().error(500).first(2).on("orders");

            assertThat(get(mesh.url("orders")).statusCode()).isEqualTo(500);
            assertThat(get(mesh.url("orders")).body()).contains("fault-injected");
            assertThat(get(mesh.url("orders")).body()).isEqualTo("hello");
            assertThat(served).hasValue(1);
            assertThat(log(mesh))
                    .contains("event=fault_injected environment=" + mesh.name(), "kind=error", "request_id=");
            assertThat(Http.get(mesh.control() + "/metrics").body())
                    .contains("lotse_gateway_faults_injected_total{environment=\"" + mesh.name()
                            + "\",fault=\"error-1\",kind=\"error\"");
        }

        private static String log(MeshEnvironment mesh) {
            String path = "/api/v1/environments/" + mesh.name() + "/log";
            return Soon.soon(
                    () -> Http.json(mesh.control() + path).getJsonArray("items").encode(),
                    text -> text.contains("fault_injected"));
        }

        @Test
        void losesAnswersUntilItSaysStop(MeshEnvironment mesh) throws Exception {
            serve(mesh, "hello");
            MeshFault lost = mesh.faults().halfOpen().everywhere();

            assertThatThrownBy(() -> get(mesh.url("orders"))).isInstanceOf(HttpTimeoutException.class);
            assertThat(served).hasValue(1);
            lost.remove();
            assertThat(get(mesh.url("orders")).body()).isEqualTo("hello");
        }

        @Test
        void registersAndDeregisters(MeshEnvironment mesh) throws Exception {
            Instance orders = serve(mesh, "hello");
            assertThat(mesh.register("later").port()).as("of its slot").isBetween(18_000, 19_999);
            mesh.deregister(orders);

            assertThat(get(mesh.url("orders")).statusCode()).isEqualTo(404);
        }

        @Test
        void isToldWhatIsWrongWithAFault(MeshEnvironment mesh) {
            assertThatThrownBy(() -> mesh.faults().reset().first(1).every(2).on("orders"))
                    .isInstanceOf(MeshException.class)
                    .hasMessageContaining("percent, first and every");
        }
    }

    /** Two tests that run at the same time, each with a service of the same name. */
    @io.lotse.junit.Mesh
    @Execution(ExecutionMode.CONCURRENT)
    static class Together extends Orders {
        private static final CyclicBarrier BOTH = new CyclicBarrier(2);

        @Test
        void one(MeshEnvironment mesh) throws Exception {
            meetsItsOwn(mesh, "one");
        }

        @Test
        void other(MeshEnvironment mesh) throws Exception {
            meetsItsOwn(mesh, "other");
        }

        private void meetsItsOwn(MeshEnvironment mesh, String answer) throws Exception {
            serve(mesh, answer);
            mesh.faults().error("one".equals(answer) ? 501 : 502).first(1).everywhere();
            BOTH.await(60, TimeUnit.SECONDS);

            assertThat(get(mesh.url("orders")).statusCode()).isEqualTo("one".equals(answer) ? 501 : 502);
            assertThat(get(mesh.url("orders")).body()).isEqualTo(answer);
        }
    }

    /** A test that fails. */
    static class Failing extends Orders {
        @Test
        @io.lotse.junit.Mesh
        void fails(MeshEnvironment mesh) throws Exception {
            serve(mesh, "hello");
            mesh.faults().loss().everywhere();
            fail("as it was meant to");
        }
    }
}
