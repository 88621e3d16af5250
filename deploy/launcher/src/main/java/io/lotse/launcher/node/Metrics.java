package io.lotse.launcher.node;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.instrumentation.jvm.ProcessMetrics;
import io.vertx.core.VertxOptions;
import io.vertx.core.metrics.MetricsOptions;
import io.vertx.core.spi.VertxMetricsFactory;
import io.vertx.core.spi.metrics.VertxMetrics;
import io.vertx.micrometer.MetricsDomain;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;

import io.lotse.launcher.config.MetricsPush;

/** Where the node's figures are kept; the control API shows them. */
final class Metrics {
    private static final String HTTP = "http";
    private final PrometheusMeterRegistry page = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final List<MeterRegistry> pushed;
    private final MeterRegistry registry;

    /** @param node the node's name */
    Metrics(MetricsPush push, String node) {
        pushed = PushRegistries.of(push, node);
        registry = pushed.isEmpty() ? page : composite();
        new JvmMemoryMetrics().bindTo(registry);
        // by the names that all of Prometheus's own clients give them
        ProcessMetrics.builder().register(page.getPrometheusRegistry());
    }

    /** Costs each request a little, so that it is there only where figures are sent. */
    private MeterRegistry composite() {
        CompositeMeterRegistry all = new CompositeMeterRegistry();
        all.add(page);
        pushed.forEach(all::add);
        return all;
    }

    /** Where all that is counted goes. */
    MeterRegistry registry() {
        return registry;
    }

    /** What Prometheus is shown. */
    PrometheusMeterRegistry page() {
        return page;
    }

    /** Sends the last figures. Blocks. */
    void close() {
        pushed.forEach(MeterRegistry::close);
    }

    /**
     * Without Vert.x's own figures of HTTP: the gateway counts its requests itself, by route and instance, and each request would pay
     * for some thirty more. Those of the pools of connections would also fill the page, ten for each address that is ever called.
     */
    VertxMetricsFactory factory() {
        return new MicrometerMetricsFactory(registry) {
            @Override
            public VertxMetrics metrics(VertxOptions options) {
                return withoutHttp(super.metrics(options));
            }
        };
    }

    private static VertxMetrics withoutHttp(VertxMetrics all) {
        return (VertxMetrics) Proxy.newProxyInstance(
                Metrics.class.getClassLoader(),
                new Class<?>[] {VertxMetrics.class},
                (proxy, method, arguments) -> method.getName().equals("createPoolMetrics") && HTTP.equals(arguments[0])
                        ? null
                        : call(method, all, arguments));
    }

    private static Object call(Method method, VertxMetrics on, Object[] arguments) throws Throwable {
        try {
            return method.invoke(on, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    /** What is counted: the event bus and the pools. */
    MetricsOptions options() {
        return new MicrometerMetricsOptions()
                .addDisabledMetricsCategory(MetricsDomain.HTTP_CLIENT)
                .addDisabledMetricsCategory(MetricsDomain.HTTP_SERVER)
                .addDisabledMetricsCategory(MetricsDomain.NET_CLIENT)
                .addDisabledMetricsCategory(MetricsDomain.NET_SERVER)
                .addDisabledMetricsCategory(MetricsDomain.DATAGRAM_SOCKET)
                .setEnabled(true);
    }
}
