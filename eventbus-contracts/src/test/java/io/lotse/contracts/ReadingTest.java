package io.lotse.contracts;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

import io.lotse.contracts.gateway.RouteDefinition;
import io.lotse.contracts.gateway.RouteSet;
import io.lotse.contracts.ports.EnvironmentConfig;

import static org.assertj.core.api.Assertions.assertThat;

class ReadingTest {
    private static <T extends Record> Reading<T> read(String json, Class<T> type) {
        return Reading.of(new JsonObject(json.replace('\'', '"')).getMap(), type, "");
    }

    private static List<String> fields(Reading<?> reading) {
        return reading.errors().stream().map(FieldError::field).toList();
    }

    @Test
    void namesEveryFieldThatCannotBeReadAndKeepsTheRest() {
        Reading<RouteDefinition> reading = read(
                "{'name':'a','prio':1,'priority':'high','match':{'path':5,'methods':['GET',7]},"
                        + "'policy':{'timeouts':{'total':-1,'idle':'soon'},'balancing':{'strategy':'best'}}}",
                RouteDefinition.class);

        assertThat(fields(reading))
                .containsExactlyInAnyOrder(
                        "prio",
                        "priority",
                        "match.path",
                        "match.methods[1]",
                        "policy.timeouts.idle",
                        "policy.balancing.strategy");
        RouteDefinition rest = reading.value().orElseThrow();
        assertThat(rest.name()).isEqualTo("a");
        assertThat(rest.policy().timeouts().total()).isEqualTo(Duration.ofSeconds(-1));
    }

    @Test
    void readsOnAfterTwoMistakesBesideAList() {
        Reading<RouteDefinition> reading = read(
                "{'priority':'high','targets':[{'service':'orders'}],"
                        + "'policy':{'timeouts':{'total':-1},'balancing':{'strategy':'best'}}}",
                RouteDefinition.class);

        assertThat(fields(reading)).containsExactlyInAnyOrder("priority", "policy.balancing.strategy");
        assertThat(reading.value()).isPresent();
    }

    @Test
    void anItemThatCannotBeReadDoesNotRenumberTheOthers() {
        assertThat(fields(read(
                        "{'routes':['shop',{'name':'b','targets':[3,{'service':'s','weight':'much'}]}]}",
                        RouteSet.class)))
                .containsExactly("routes[0]", "routes[1].targets[0]", "routes[1].targets[1].weight");
    }

    @Test
    void namesTheEmptyPlaceOfAListOrAMap() {
        Reading<RouteDefinition> reading = read(
                "{'match':{'methods':['GET',null],'headers':{'x-a':null,'x-b':'b'}},'priority':true}",
                RouteDefinition.class);

        assertThat(reading.errors())
                .contains(new FieldError("match.methods[1]", "is empty: give a value, or leave it out"));
        assertThat(fields(reading)).containsExactlyInAnyOrder("match.methods[1]", "match.headers.x-a", "priority");
    }

    @Test
    void takesOutWhatARecordItselfRefuses() {
        assertThat(fields(read(
                        "{'service_type_ranges':{'web':[9000,1],'db':'all'},'heartbeat_timeout':'30s'}",
                        EnvironmentConfig.class)))
                .containsExactlyInAnyOrder("service_type_ranges.web", "service_type_ranges.db", "heartbeat_timeout");
    }

    @Test
    void saysNoMoreOfAFieldThanThatItIsWrong() {
        Reading<RouteDefinition> reading = read("{'name':5,'targets':'s','match':{'path':1}}", RouteDefinition.class);

        assertThat(reading.and(List.of(
                        new FieldError("name", "is missing"),
                        new FieldError("targets[0].service", "is missing"),
                        new FieldError("match", "is that of another"),
                        new FieldError("names", "is something else"))))
                .extracting(FieldError::field)
                .containsExactlyInAnyOrder("name", "targets", "match.path", "names");
    }

    @Test
    void givesUpWhereThereIsNoEndOfMistakes() {
        String routes = IntStream.range(0, 500)
                .mapToObj(i -> "{'name':" + i + "}")
                .collect(Collectors.joining(",", "{'routes':[", "]}"));

        Reading<RouteSet> reading = read(routes, RouteSet.class);

        assertThat(reading.value()).isEmpty();
        assertThat(reading.errors()).hasSize(101);
        assertThat(reading.errors().get(100).message()).contains("more mistakes");
    }

    @Test
    void findsNothingInWhatIsRight() {
        Reading<RouteDefinition> reading = read("{'name':'a','match':{'path':'/x'}}", RouteDefinition.class);

        assertThat(reading.errors()).isEmpty();
        assertThat(reading.value().orElseThrow().match().path()).isEqualTo("/x");
    }
}
