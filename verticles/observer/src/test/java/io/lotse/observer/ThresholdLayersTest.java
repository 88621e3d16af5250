package io.lotse.observer;

import java.util.List;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

import io.lotse.contracts.health.ThresholdSource;
import io.lotse.contracts.health.ThresholdValue;
import io.lotse.contracts.health.ThresholdsQuery;

import static org.assertj.core.api.Assertions.assertThat;

/** The file of a node and the settings of the mesh, together. */
class ThresholdLayersTest {
    private static final JsonObject FILE = new JsonObject(
            """
            {"defaults": {"cpu_percent": {"warning": 60}, "consecutive": 5},
             "services": {"orders": {"cpu_percent": {"warning": 50}, "queued": {"warning": 9},
                                     "endpoints": {"a:1": {"consecutive": 7}},
                                     "paths": {"/a": {"response_time_ms": {"warning": 100}}, "/b": {}}},
                          "mail": {"critical": true}}}""");
    private static final JsonObject MESH = new JsonObject(
            """
            {"defaults": {"cpu_percent": {"warning": 65}},
             "services": {"orders": {"queued": {"warning": 99},
                                     "endpoints": {"a:1": {"cpu_percent": "off"}, "b:1": {"consecutive": 1}},
                                     "paths": {"/a": {"response_time_ms": {"warning": 200}}}},
                          "bills": {"critical": true}}}""");
    private static final ThresholdLayers BOTH = new ThresholdLayers(FILE, MESH);

    @Test
    void theMeshGoesBeforeTheFileAtTheSamePlaceAndTheNearerPlaceBeforeTheWider() {
        ObserverSettings settings = SettingsReader.read(BOTH.merged());
        ObserverSettings.Service orders = settings.services().get("orders");

        assertThat(settings.defaults().threshold(Metric.CPU_PERCENT)).isEqualTo(new Threshold(65.0, null));
        assertThat(orders.limits().threshold(Metric.CPU_PERCENT))
                .as("of the service the file alone says something")
                .isEqualTo(new Threshold(50.0, null));
        assertThat(orders.limits().threshold(Metric.QUEUED)).isEqualTo(new Threshold(99.0, null));
        assertThat(orders.limits().consecutive()).isEqualTo(5);
        assertThat(orders.endpoints().get("a:1").consecutive()).isEqualTo(7);
        assertThat(orders.endpoints().get("a:1").threshold(Metric.CPU_PERCENT)).isEqualTo(Threshold.OFF);
        assertThat(orders.endpoints().get("b:1").consecutive()).isEqualTo(1);
        assertThat(orders.paths().get("/a").threshold(Metric.RESPONSE_TIME_MS)).isEqualTo(new Threshold(200.0, null));
        assertThat(orders.paths()).containsKey("/b");
        assertThat(settings.services()).containsKeys("mail", "bills");
    }

    @Test
    void whatIsMergedLeavesBothAsTheyWere() {
        String file = FILE.encode();
        String mesh = MESH.encode();

        BOTH.merged();

        assertThat(FILE.encode()).isEqualTo(file);
        assertThat(MESH.encode()).isEqualTo(mesh);
    }

    @Test
    void tellsOfEachValueWhoSaysIt() {
        assertThat(source("orders", null, null, "cpu_percent")).isEqualTo(ThresholdSource.FILE);
        assertThat(source("orders", null, null, "queued")).isEqualTo(ThresholdSource.MESH);
        assertThat(source("orders", null, null, "memory_percent")).isEqualTo(ThresholdSource.BUILT_IN);
        assertThat(source("orders", "a:1", null, "cpu_percent")).isEqualTo(ThresholdSource.MESH);
        assertThat(source("orders", "a:1", null, "consecutive")).isEqualTo(ThresholdSource.FILE);
        assertThat(source("orders", null, "/a", "response_time_ms")).isEqualTo(ThresholdSource.MESH);
        assertThat(source("orders", null, "/b", "response_time_ms")).isEqualTo(ThresholdSource.BUILT_IN);
        assertThat(source("orders", null, "/b", "consecutive")).isEqualTo(ThresholdSource.FILE);
        assertThat(source("unknown", null, null, "cpu_percent")).isEqualTo(ThresholdSource.MESH);
    }

    @Test
    void whatItSaysOfAPlaceIsWhatThePlaceIsHeldTo() {
        Limits of = SettingsReader.read(BOTH.merged())
                .services()
                .get("orders")
                .paths()
                .get("/b");
        JsonObject said = new JsonObject();
        BOTH.values(new ThresholdsQuery("orders", null, "/b")).forEach(v -> said.put(v.name(), v.value()));

        JsonObject held = LimitsReader.written(of);
        said.fieldNames().forEach(name -> assertThat(new JsonObject().put("x", said.getValue(name)))
                .isEqualTo(new JsonObject().put("x", held.getValue(name))));
        assertThat(said.fieldNames()).isEqualTo(LimitsReader.namesOfPaths());
    }

    @Test
    void theOverviewHasAllDefaultsAndWhatIsSaidOfServices() {
        List<ThresholdValue> values = BOTH.values(new ThresholdsQuery(null, null, null));

        assertThat(values)
                .filteredOn(v -> v.service() == null)
                .hasSize(LimitsReader.names().size());
        assertThat(values)
                .filteredOn(v -> "orders".equals(v.service()) && v.endpoint() == null && v.path() == null)
                .extracting(ThresholdValue::name)
                .containsExactly("cpu_percent", "queued");
        assertThat(values)
                .filteredOn(v -> "/b".equals(v.path()))
                .extracting(ThresholdValue::name)
                .contains("response_time_ms");
    }

    private static ThresholdSource source(String service, String endpoint, String path, String name) {
        return BOTH.values(new ThresholdsQuery(service, endpoint, path)).stream()
                .filter(v -> v.name().equals(name))
                .findFirst()
                .orElseThrow()
                .source();
    }
}
