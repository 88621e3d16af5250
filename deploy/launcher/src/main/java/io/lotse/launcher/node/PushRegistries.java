package io.lotse.launcher.node;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.influx.InfluxConfig;
import io.micrometer.influx.InfluxMeterRegistry;
import io.micrometer.registry.otlp.OtlpConfig;
import io.micrometer.registry.otlp.OtlpMeterRegistry;
import io.netty.handler.codec.http.QueryStringDecoder;

import io.lotse.launcher.config.MetricsPush;

/** The registries that send a node's figures to where it is told. */
final class PushRegistries {
    private PushRegistries() {}

    /** @param node the node's name, which tells its figures from those of others */
    static List<MeterRegistry> of(MetricsPush push, String node) {
        List<MeterRegistry> registries = new ArrayList<>();
        if (push.influx() != null) {
            InfluxMeterRegistry influx = new InfluxMeterRegistry(influx(push), Clock.SYSTEM);
            influx.config().commonTags("node", node);
            registries.add(influx);
        }
        if (push.otlp() != null) {
            registries.add(new OtlpMeterRegistry(otlp(push, node), Clock.SYSTEM));
        }
        return registries;
    }

    private static InfluxConfig influx(MetricsPush push) {
        QueryStringDecoder address = new QueryStringDecoder(push.influx());
        String base = withoutQuery(push.influx());
        return new InfluxConfig() {
            @Override
            public String get(String key) {
                return null;
            }

            @Override
            public String uri() {
                return base;
            }

            @Override
            public String org() {
                return first(address, "org", null);
            }

            @Override
            public String bucket() {
                return first(address, "bucket", "");
            }

            @Override
            public String db() {
                return first(address, "db", "lotse");
            }

            @Override
            public String token() {
                return push.influxToken();
            }

            @Override
            public boolean autoCreateDb() {
                return false;
            }

            @Override
            public Duration step() {
                return push.every();
            }
        };
    }

    private static String withoutQuery(URI uri) {
        String address = uri.toString();
        int end = address.indexOf('?');
        String base = end < 0 ? address : address.substring(0, end);
        return base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
    }

    private static String first(QueryStringDecoder address, String name, String otherwise) {
        List<String> values = address.parameters().get(name);
        return values == null ? otherwise : values.get(0);
    }

    private static OtlpConfig otlp(MetricsPush push, String node) {
        String base = withoutQuery(push.otlp());
        return new OtlpConfig() {
            @Override
            public String get(String key) {
                return null;
            }

            @Override
            public String url() {
                return base + "/v1/metrics";
            }

            @Override
            public Map<String, String> resourceAttributes() {
                return Map.of("service.name", "lotse", "service.instance.id", node);
            }

            @Override
            public Map<String, String> headers() {
                return Map.of();
            }

            @Override
            public Duration step() {
                return push.every();
            }
        };
    }
}
